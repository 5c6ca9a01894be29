"""What a watchman of the mail is told."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from companies.common import clock
from companies.mail import outbox
from companies.mail.models import Message, Relay
from companies.mail.wording import Content
from companies.outreach.models import Run
from tests.support import making

pytestmark = pytest.mark.django_db
URL = "/health/reminders/"


def swept(ago=timedelta()):
    Run.objects.create(at=clock.now() - ago, kind="invited")


def post():
    content = Content("a", "b", "")
    return outbox.post(purpose="t", to="a@b.example", language="fr", content=content, at=clock.now())


def told(client):
    response = client.get(URL)
    return response.status_code, response.json()["problems"]


def test_all_is_well_after_a_sweep(client):
    swept()
    post()
    assert told(client) == (200, [])


def test_silence_is_a_failure(client):
    swept(timedelta(minutes=16))
    assert told(client) == (503, ["no sweep"])


def test_no_sweep_ever_is_a_failure_once_there_are_companies(client):
    assert told(client) == (200, [])
    making.case(making.company("Conserves du Souss"))
    assert told(client) == (503, ["no sweep"])


def test_late_mail_is_a_failure(client):
    swept()
    post()
    Message.objects.update(next_attempt_at=Now() - timedelta(minutes=31))
    assert told(client) == (503, ["mail is late"])


def test_pause_is_a_failure_and_tells_nothing_of_the_server(client):
    swept()
    Relay.objects.update(paused_until=Now() + timedelta(minutes=1), reason="smtp.ministere.example refused")
    assert told(client) == (503, ["mail server out of reach"])
    assert "ministere" not in client.get(URL).content.decode()


def test_statements_are_few_whatever_waits(client, django_assert_num_queries):
    swept()
    for _n in range(3):
        post()
    with django_assert_num_queries(4):
        client.get(URL)


def test_other_methods_are_refused(client):
    assert client.post(URL).status_code == 405
