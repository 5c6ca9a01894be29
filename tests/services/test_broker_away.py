"""Without its broker the site loses speed, nothing else."""

import pytest
from celery import shared_task
from django.core.cache import caches
from django.core.cache.backends.base import InvalidCacheBackendError

from exportprogram.celery import app
from exportprogram.services.cache import ForgivingRedisCache


@pytest.fixture
def away():
    return ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})


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


def test_hint_without_a_broker_is_a_warning(caplog):
    @shared_task(name="tests.hint")
    def hint():
        """Never runs: it is only sent."""

    with app.connection_for_write("redis://127.0.0.1:1/0", transport_options={"socket_connect_timeout": 1}) as nowhere:
        assert app.tasks["tests.hint"].apply_async(connection=nowhere) is None

    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_default_cache_is_the_forgiving_one():
    assert isinstance(caches["default"], ForgivingRedisCache)
    with pytest.raises(InvalidCacheBackendError):
        caches["other"]
