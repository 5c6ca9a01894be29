"""What a watchman of reminders and mail is told, and what administrators read on their pages."""

from datetime import time, timedelta

import pytest
import time_machine
from django.db.models.functions import Now
from django.urls import reverse

from companies.accounts.enums import Role
from companies.common import clock
from companies.mail import outbox
from companies.mail.models import Mailbox, Message, Relay
from companies.mail.wording import Content
from companies.outreach.models import Reconciliation, Reminder, Run
from tests.outreach.passing import MONDAY
from tests.support import making

pytestmark = pytest.mark.django_db
URL = "/health/reminders/"
FRIDAY = MONDAY + timedelta(days=4)


def swept(ago=timedelta(), **fields):
    Run.objects.create(at=clock.now() - ago, kind="invited", **fields)


def post():
    content = Content("a", "b", "")
    return outbox.post(purpose="t", to="a@b.example", language="fr", content=content, at=clock.now())


def beat(ago):
    Relay.objects.update_or_create(pk=1, defaults={"beat_at": Now() - ago})


def told(client):
    response = client.get(URL)
    return response.status_code, [each["code"] for each in response.json()["problems"]]


def words(client):
    return [each["words"] for each in client.get(URL).json()["problems"]]


def due(instant):
    shape = {"rung": 1, "occurrence": "1", "starts_at": instant, "planned_at": instant}
    Reminder.objects.create(case=making.case(), kind="invited", due_at=instant, **shape)


def test_all_is_well_after_a_sweep(client):
    swept()
    beat(timedelta())
    post()
    assert told(client) == (200, [])


def test_silence_of_the_sweep_is_a_failure(client):
    swept(timedelta(minutes=16))
    assert told(client) == (503, ["no_sweep"])
    assert words(client) == ["Aucun passage n’a eu lieu pour les rappels depuis 16\u00a0minutes."]


def test_no_sweep_ever_is_a_failure_once_there_are_companies(client):
    assert told(client) == (200, [])
    making.case(making.company("Conserves du Souss"))
    assert told(client) == (503, ["never_swept"])


def test_kind_that_cannot_be_planned_is_a_failure(client):
    swept(error="DataError: out of range")
    assert told(client) == (503, ["sweep_failing"])
    assert "range" not in client.get(URL).content.decode()


def test_single_case_that_fails_is_none(client):
    swept(error="17: DataError", failed=1)
    assert told(client) == (200, [])


def test_late_mail_is_a_failure(client):
    swept()
    post()
    Message.objects.update(next_attempt_at=Now() - timedelta(minutes=31))
    assert told(client) == (503, ["mail_late"])


def test_pause_is_a_failure_and_tells_nothing_of_the_server(client):
    swept()
    Relay.objects.update_or_create(
        pk=1, defaults={"paused_until": Now() + timedelta(minutes=1), "reason": "smtp.ministere.example refused"}
    )
    assert told(client) == (503, ["relay_paused"])
    assert "ministere" not in client.get(URL).content.decode()


def test_silence_of_the_sender_is_a_failure(client):
    swept()
    beat(timedelta(minutes=16))
    assert told(client) == (503, ["no_sender"])


@pytest.mark.parametrize(
    ("url", "ago", "expected"),
    [
        ("", 31, (200, [])),
        ("imaps://mail.example/", 29, (200, [])),
        ("imaps://mail.example/", 31, (503, ["mailbox_unread"])),
        ("imaps://mail.example/", None, (503, ["mailbox_never_read"])),
    ],
)
def test_silence_of_the_mailbox_is_a_failure_where_one_is_set_up(client, settings, url, ago, expected):
    settings.MAILBOX_URL = url
    making.case()
    swept()
    if ago is not None:
        Mailbox.objects.update_or_create(pk=1, defaults={"read_at": Now() - timedelta(minutes=ago)})
    assert told(client) == expected


@pytest.mark.parametrize(
    ("due_at", "asked_at", "expected"),
    [
        ((MONDAY, time(10)), (MONDAY, time(10, 29)), (200, [])),
        ((MONDAY, time(10)), (MONDAY, time(10, 31)), (503, ["reminder_late"])),
        # It fell due when mail was about to stop, and has been late only since mail may leave again.
        ((MONDAY, time(17, 29)), (MONDAY + timedelta(days=1), time(8, 59)), (200, [])),
        ((MONDAY, time(17, 29)), (MONDAY + timedelta(days=1), time(9, 1)), (503, ["reminder_late"])),
        # At night, on a Saturday, and while Friday's pause lasts nothing can leave, so nothing is late.
        ((MONDAY, time(10)), (MONDAY, time(22)), (200, [])),
        ((FRIDAY, time(10)), (FRIDAY + timedelta(days=1), time(11)), (200, [])),
        ((FRIDAY, time(10)), (FRIDAY, time(13)), (200, [])),
    ],
)
def test_reminder_is_late_after_half_an_hour_in_which_it_could_leave(client, due_at, asked_at, expected):
    due(clock.instant(*due_at))
    with time_machine.travel(clock.instant(*asked_at), tick=False):
        swept()
        assert told(client) == expected


def test_difference_in_the_count_is_a_failure_until_the_next_one(client):
    swept()
    for days, difference in ((1, 3), (0, 0)):
        Reconciliation.objects.create(on=clock.today() - timedelta(days=days), at=clock.now(), difference=difference)
        assert told(client) == ((503, ["difference"]) if difference else (200, []))


def test_count_that_was_left_out_is_a_failure(client):
    swept()
    Reconciliation.objects.create(on=clock.today() - timedelta(days=2), at=clock.now())
    assert told(client) == (503, ["not_counted"])
    assert words(client) == ["Les rappels n’ont pas été comptés depuis 2\u00a0jours."]


def test_statements_are_few_whatever_waits(client, django_assert_num_queries):
    swept()
    post()
    with django_assert_num_queries(8):
        client.get(URL)
    for _n in range(2):
        post()
    with django_assert_num_queries(8):
        client.get(URL)


def test_other_methods_are_refused(client):
    assert client.post(URL).status_code == 405


# -- the banner ------------------------------------------------------------------------------

DESK, ADMIN = "/desk/", reverse("admin:index")


def signed_in(client, role):
    user = making.person(role)
    client.force_login(user)
    return user


@pytest.mark.parametrize("page", [DESK, ADMIN])
def test_administrators_read_the_same_words_on_their_pages(client, page):
    signed_in(client, Role.ADMIN)
    swept(timedelta(hours=3))
    (said,) = words(client)
    assert said == "Aucun passage n’a eu lieu pour les rappels depuis 3\u00a0heures."
    assert said in client.get(page).content.decode()


@pytest.mark.parametrize("page", [DESK, ADMIN])
def test_banner_is_gone_when_all_is_well(client, page):
    signed_in(client, Role.ADMIN)
    swept()
    assert "strip-bad" not in client.get(page).content.decode()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.NATIONAL])
def test_nobody_else_is_told(client, role):
    signed_in(client, role)
    swept(timedelta(hours=3))
    assert "strip-bad" not in client.get(DESK).content.decode()


def test_banner_is_asked_for_once_a_minute(client, django_assert_max_num_queries):
    signed_in(client, Role.ADMIN)
    swept(timedelta(hours=3))
    client.get(ADMIN)
    with django_assert_max_num_queries(3):
        assert "strip-bad" in client.get(ADMIN).content.decode()
