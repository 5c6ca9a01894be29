"""Bodies for every form of the site: no failure, nothing half written, an answer in the person's language."""

import os
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from companies.accounts.models import User
from companies.registry.models import Contact
from tests.architecture.sweep.walk import Clients
from tests.architecture.sweep.world import Visitor, World, make_world
from tests.fuzz import judging, targets, values
from tests.fuzz.targets import Controls, Target

POSTS = int(os.environ.get("FUZZ_POSTS", "1500"))
SEED = os.environ.get("FUZZ_SEED", "")
"""The same for all who test, so that a failure is everybody's; each form has bodies of its own."""
TARGETS = targets.targets()
EACH = -(-POSTS // len(TARGETS))
LANGUAGES = ("fr", "ar")
CSRF = "a" * 32
KEPT_AS_TYPED = {"portal:page", "portal:form_page", "portal:apply"}
"""A draft keeps what was typed, accepted or not (ADR 0012): the page tells what is to be corrected."""


@dataclass
class Ground:
    world: World
    clients: Clients
    forms: dict[str, Controls]


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    """The world and all its forms, found once; each post is undone."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(ENTRY_SECONDS=0):
        world = make_world()
        clients = Clients(Clients.of(world).cookies, Client(enforce_csrf_checks=True))
        yield Ground(world, clients, targets.harvest(world, clients))
        transaction.set_rollback(True)


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_form_takes_anything(target, ground):
    world = deepcopy(ground.world)
    row, _things = target.row
    visitor = targets.who_may(row, world)
    controls = ground.forms.get(str(target), Controls())
    form = row.form(world.own) if callable(row.form) else row.form
    controls.take(Controls([(name, str(value)) for name, value in form.items()]))

    @seed(crc32(f"{target} {SEED}".encode()))
    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(body=values.bodies(controls), language=st.sampled_from(LANGUAGES))
    def posts(body, language):
        with transaction.atomic():
            _speak(language, visitor, world)
            judge(target, body, *_post(ground.clients, url, visitor, body, language), language)
            transaction.set_rollback(True)

    with transaction.atomic():
        if row.prepare:
            row.prepare(world.own)
        url = target.url(world.own)
        posts()
        transaction.set_rollback(True)


def _speak(language: str, visitor: Visitor, world: World) -> None:
    Contact.objects.filter(pk=world.own.contact.pk).update(language=language)
    if visitor.user:
        User.objects.filter(pk=visitor.user.pk).update(language=language)
    cache.clear()  # no limit stands in the way of the next one


def _post(
    clients: Clients, url: str, visitor: Visitor, body: values.Body, language: str
) -> tuple[HttpResponse, list[str]]:
    client: Any = clients.for_one_request(visitor)
    client.cookies[site.LANGUAGE_COOKIE_NAME] = language
    client.cookies[site.CSRF_COOKIE_NAME] = CSRF
    written = judging.Written()
    with connection.execute_wrapper(written):
        response = client.generic("POST", url, body.data, content_type=body.kind, headers={"X-CSRFToken": CSRF})
    return response, written.tables


def judge(target: Target, body: values.Body, response: HttpResponse, written: list[str], language: str) -> None:
    assert response.status_code < 500
    refused = judging.is_refused(response)
    if refused and target.address.name not in KEPT_AS_TYPED:
        assert written == []
    if judging.is_page(response):
        assert judging.english_in(response, language) == []
        assert not refused or response.headers["Content-Language"] == language
    assert not refused or judging.is_page(response) or body.kind == "application/json"
