"""Without its broker the site loses speed, nothing else."""

import socket
import time

import pytest
from celery import shared_task
from django.core.cache import caches
from django.core.cache.backends.base import InvalidCacheBackendError

from exportprogram.services import cache
from exportprogram.services.cache import ForgivingRedisCache

NOWHERE = "redis://127.0.0.1:1/0"


@shared_task(name="tests.hint")
def hint():
    """Never runs: it is only sent."""


@pytest.fixture
def away(settings):
    return ForgivingRedisCache(NOWHERE, {"OPTIONS": settings.CACHES["default"]["OPTIONS"]})


def test_cache_forgets_instead_of_failing(away):
    away.set("key", 1)
    away.set_many({"key": 1})
    away.delete_many(["key"])

    assert [
        away.get("key"),
        away.get("key", 7),
        away.get_many(["key"]),
        away.add("key", 1),
        away.has_key("key"),
        away.touch("key"),
        away.delete("key"),
        away.incr("key", 2),
        away.get_or_set("key", 3),
    ] == [None, 7, {}, True, False, False, False, 2, 3]


def test_counter_that_ends_while_it_is_counted_never_comes_back_without_an_end(monkeypatch):
    here = caches["default"]
    key = here.make_key("counter")
    server = here._cache.get_client(key)
    here.set("counter", 0, 60)
    asked = type(server).exists

    def ends(self, *names):
        found = asked(self, *names)
        self.delete(*names)
        return found

    monkeypatch.setattr(type(server), "exists", ends)

    assert (here.incr("counter"), here.incr("counter", 2), here.decr("counter")) == (1, 3, 2)
    assert 0 < server.ttl(key) <= 60
    server.delete(key)
    with pytest.raises(ValueError, match="not found"):
        here.incr("counter")
    assert server.ttl(key) == -2  # there is none


@pytest.mark.parametrize("address", [NOWHERE, "unix:///nowhere/broker.sock?db=0"])
def test_hint_without_a_broker_is_a_warning_at_once(settings, caplog, address):
    settings.BROKER_URL = address
    began = time.monotonic()

    assert hint.apply_async() is None

    assert time.monotonic() - began < 1
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.fixture
def hanging(tmp_path):
    """The address of a broker that is stopped in its tracks: the kernel goes on taking connections for it."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()
        yield f"unix://{tmp_path}/s?db=0"


def test_hint_to_a_broker_that_hangs_is_a_warning_soon(settings, caplog, hanging):
    settings.BROKER_URL = hanging
    began = time.monotonic()

    assert hint.apply_async() is None

    assert time.monotonic() - began < 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_cache_that_hangs_is_waited_for_once_in_a_while(settings, monkeypatch, hanging):
    monkeypatch.setattr(cache, "_silent_until", float("-inf"))
    options = settings.CACHES["default"]["OPTIONS"] | {"socket_timeout": 0.3}
    waiting = ForgivingRedisCache(hanging, {"OPTIONS": options})
    began = time.monotonic()

    assert [waiting.get("key", n) for n in range(12)] == list(range(12))

    assert time.monotonic() - began < 2


def test_default_cache_is_the_forgiving_one():
    assert isinstance(caches["default"], ForgivingRedisCache)
    with pytest.raises(InvalidCacheBackendError):
        caches["other"]
