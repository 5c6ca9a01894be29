"""From the real mail on a phone: each of the five buttons, in French and in Arabic, and the way to stop."""

import re
from datetime import time, timedelta

import pytest

from companies.cases.enums import Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.models import Obstacle
from companies.mail.models import Address, Message
from companies.mail.outbox import deliver_due
from companies.outreach import hours
from companies.outreach.models import Answer
from companies.outreach.sweep import sweep
from tests.enrolment.world import begun, contact_of, current_year, invited_case

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 360


@pytest.fixture(params=["fr", "ar"])
def language(request):
    return request.param


@pytest.fixture
def phone(window, language):
    return window(language, PHONE)


def office_morning():
    """The last working day before today, at eleven."""
    open_hours, day = hours.current(), clock.today() - timedelta(days=1)
    while not open_hours.is_working(day):
        day -= timedelta(days=1)
    return clock.instant(day, time(11))


@pytest.fixture
def case(transactional_db, language):
    return invited_case(
        at=office_morning() - timedelta(days=6), year=current_year(), language=language, name_ar="مصبرات دكالة"
    )


@pytest.fixture
def links(case, smtp_sink):
    """The links of the reminder that arrived, by what they lead to."""
    return links_in_mail(smtp_sink)


def links_in_mail(sink):
    at = office_morning()
    Message.objects.update(state="sent", accepted_at=at - timedelta(days=6))  # the invitation left on its day
    sweep(at=at)
    deliver_due(at=at)
    texts = [each.message.get_body(("plain",)).get_content() for each in sink.accepted]
    (text,) = [text for text in texts if "/r/" in text]
    found = {path.partition("#")[2]: path for path in re.findall(r"https?://[^/\s]+(/r/[\w-]+/#[\w-]+)", text)}
    found["go on"] = re.search(r"https?://[^/\s]+(/(?:i|go)/[\w-]+/)", text)[1]
    found["stop"] = re.search(r"https?://[^/\s]+(/p/[\w-]+/)", text)[1]
    return found


def take_back(eyes):
    eyes.press("form[action$='/undo/'] button")
    assert not Answer.objects.standing().exists()


def test_help_is_asked_for_set_for_another_moment_and_taken_back(phone, case, links):
    phone.open(links["help"])
    phone.page.check("#help [name=day_part][value=morning]")
    phone.press("#help button")
    task = case.tasks.get(kind=TaskKind.HELP)
    assert (task.day_part, case.tasks.open().count()) == ("morning", 1)

    phone.page.click("#moment summary")
    phone.look()
    phone.page.check("#moment [name=day_part][value=afternoon]")
    phone.press("#moment button")
    task.refresh_from_db()
    assert task.day_part == "afternoon"

    take_back(phone)
    assert not case.tasks.open().exists()


def test_done_is_told_the_truth(phone, case, links):
    phone.open(links["done"])
    phone.press("#done button")

    assert phone.page.locator(".strip-warn").count() == 1
    phone.press("form[action$='/start/'] button")
    assert Case.objects.get(pk=case.pk).status == Status.DRAFT


def test_not_now_is_asked_again_on_the_day_named(phone, case, links):
    day = clock.today() + timedelta(days=20)
    phone.open(links["later"])
    phone.page.fill("#later [name=day]", (clock.today() - timedelta(days=1)).isoformat())
    phone.press("#later button")
    assert phone.page.locator("#later .error-summary").count() == 1

    phone.page.fill("#later [name=day]", day.isoformat())
    phone.press("#later button")
    assert Case.objects.get(pk=case.pk).deferred_until == day


def test_not_for_us_is_thanked_and_taken_back(phone, case, links):
    phone.open(links["not-for-us"])
    phone.page.select_option("#not-for-us [name=code]", ObstacleCode.COFINANCING_OR_CASH.value)
    phone.press("#not-for-us button")
    assert Case.objects.get(pk=case.pk).status == Status.CLOSED
    assert Obstacle.objects.get().code == ObstacleCode.COFINANCING_OR_CASH

    take_back(phone)
    assert (Case.objects.get(pk=case.pk).status, Obstacle.objects.count()) == (Status.INVITED, 0)


def test_draft_goes_on_by_the_messages_own_button(phone, case, smtp_sink):
    begun(case, at=office_morning() - timedelta(days=4))
    links = links_in_mail(smtp_sink)

    phone.open(links["go on"])
    phone.press("main form button")
    assert phone.page.url.endswith(f"/file/{case.reference}/form/")


def test_reminders_are_stopped_from_the_messages_last_line(phone, case, links):
    phone.open(links["stop"])
    phone.press("main form button")

    state = Address.objects.values_list("state", "reason").get(email=contact_of(case).email)
    assert (state, Case.objects.get(pk=case.pk).status) == (("suppressed", "page"), Status.INVITED)


def test_message_of_another_day_helps_on(phone, case, links):
    Case.objects.filter(pk=case.pk).update(last_sign_at=None)
    path = links["done"].partition("#")[0]
    case.links.filter(act="answer").update(issued_at=clock.now() - timedelta(days=31))

    answer = phone.page.goto(path)
    phone.complaints.clear()  # the browser calls the status an error
    phone.look()
    assert answer.status == 410
