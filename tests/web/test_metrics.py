"""What Prometheus is shown, and to whom."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from companies.common import clock
from companies.mail import outbox
from companies.mail.models import Message, Relay
from companies.mail.wording import Content
from companies.outreach.models import Answer, Reconciliation, Reminder, Run
from tests.support import making

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-tests"


@pytest.fixture
def scrape(client, settings):
    settings.METRICS_TOKEN = TOKEN

    def ask():
        """Each figure under its name and its labels, by their names."""
        text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
        families = text_string_to_metric_families(text)
        return {
            (sample.name.removeprefix("exportprogram_"), *sample.labels.values()): sample.value
            for family in families
            for sample in family.samples
        }

    return ask


def remind(case, number, **fields):
    shape = {"rung": 1, "starts_at": clock.now(), "due_at": clock.now() + timedelta(days=1), "planned_at": clock.now()}
    return Reminder.objects.create(case=case, kind="invited", occurrence=str(number), **shape, **fields)


def post():
    return outbox.post(purpose="t", to="a@b.example", language="fr", content=Content("a", "b", ""), at=clock.now())


def test_everything_is_measured(scrape):
    case = making.case()
    remind(case, 1)
    remind(case, 2, state="suppressed", reason="sign", ended_at=clock.now())
    Answer.objects.create(reminder=remind(case, 3), kind="help", at=clock.now())
    post()
    Relay.objects.update_or_create(pk=1, defaults={"paused_until": clock.now() + timedelta(hours=1), "reason": "x"})
    Run.objects.create(at=clock.now() - timedelta(minutes=20), kind="invited")
    Reconciliation.objects.create(on=clock.today(), at=clock.now(), difference=2)
    found = scrape()
    age = found.pop(("beat_age_seconds", "sweep"))
    assert 1200 <= age < 1260
    assert 0 <= found.pop(("oldest_due_message_seconds",)) < 60
    found.pop(("beat_age_seconds", "sender"), None)
    assert found == {
        ("reminders", "invited", "", "planned"): 2,
        ("reminders", "invited", "sign", "suppressed"): 1,
        ("messages", "t", "queued"): 1,
        ("answers", "help"): 1,
        ("oldest_due_seconds",): 0,
        ("relay_paused",): 1,
        ("reconciliation_difference",): 2,
        ("problems", "no_sweep"): 1,
        ("problems", "relay_paused"): 1,
        ("problems", "difference"): 1,
    }


def test_without_a_token_in_the_settings_there_is_no_such_page(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", TOKEN, "Bearer é", f"bearer {TOKEN}"])
def test_other_tokens_are_refused(client, settings, given):
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": given})
    assert (answer.status_code, answer.headers["WWW-Authenticate"], answer.content) == (401, "Bearer", b"")


def test_statements_are_as_many_for_one_row_as_for_three(client, settings, scrape, django_assert_num_queries):
    case = making.case()
    remind(case, 0), post()
    with django_assert_num_queries(11):
        scrape()
    for number in (1, 2):
        remind(case, number), post()
    with django_assert_num_queries(11):
        scrape()
    assert Message.objects.count() == 3


def test_no_address_is_told(client, settings, scrape):
    making.case()
    post()
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert "@" not in text


def test_other_methods_are_refused(client, settings):
    settings.METRICS_TOKEN = TOKEN
    assert client.post("/metrics").status_code == 405
