"""What staff see of reminders and mail, with everything on it that can be, in the browser and under axe."""

from datetime import timedelta

import pytest
from django.test import Client

from companies.accounts.enums import Role
from companies.common import clock
from companies.mail import outbox
from companies.mail.models import Address, Message
from companies.mail.wording import Content
from companies.outreach.models import Answer, Reminder, Run
from tests.enrolment.world import current_year, invited_case
from tests.support import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def eyes(window, language, width):
    return window(language, width)


def enter(eyes, user):
    browser = Client()
    browser.force_login(user)
    eyes.sign_in(browser.cookies["sessionid"].value)


def message(case, state, at, **fields):
    posted = outbox.post(
        purpose="invited.rung1",
        to=fields.pop("to", "a@b.example"),
        language="fr",
        content=Content("Commencer votre candidature", "Bonjour", ""),
        stream=case.stream if case else "",
        at=at,
    )
    accepted = {"accepted_at": at} if state == "sent" else {}
    Message.objects.filter(pk=posted.pk).update(state=state, **accepted, **fields)
    return posted


def line(case, rung, at, **fields):
    shape = {"kind": "invited", "occurrence": f"1:{rung}", "rung": rung, "starts_at": at, "due_at": at}
    return Reminder.objects.create(case=case, planned_at=at, ended_at=at, **shape, **fields)


def everything(language):
    """Twenty companies written to ten days ago, one of which asked for help, and messages with every trouble."""
    at, year = clock.now() - timedelta(days=10), current_year()
    made = [
        invited_case(at=at, year=year, language=language, email=f"firme{number}@entreprise.example", name_ar="مصبرات")
        for number in range(20)
    ]
    lines = [line(case, 1, at, state="posted", message=message(case, "sent", at)) for case in made]
    Answer.objects.create(reminder=lines[0], kind="help", at=at + timedelta(days=1))
    first = made[0]
    line(first, 2, at, state="suppressed", reason="superseded")
    line(first, 3, at, state="cancelled", reason="sign")
    message(first, "dead", at, smtp_code=550, last_error="5.1.1 No such user", to="refused@b.example")
    Address.objects.update_or_create(email="refused@b.example", defaults={"state": "bounced"})
    message(first, "dead", at, smtp_code=554, last_error="5.6.0 content")
    message(first, "uncertain", at)
    message(None, "dead", at, last_error="TimeoutError")
    Run.objects.create(at=clock.now() - timedelta(hours=3), kind="invited")
    return first


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 360), ("en", 360)])
def test_pages_of_what_was_sent(eyes, language):
    case = everything(language)
    enter(eyes, making.person(Role.ADMIN, language=language))
    for path in (
        "/desk/",
        "/desk/reminders/effect/",
        "/desk/reminders/effect/files/?line=invited.1.message&figure=sent&days=7",
        "/desk/reminders/effect/files/?figure=declined",
        "/desk/mail/",
        "/desk/mail/?seen=yes",
        f"/desk/cases/{case.reference}/",
    ):
        eyes.open(path)


@pytest.mark.parametrize(("language", "width"), [("fr", 360)])
def test_figure_leads_to_its_files_and_back(eyes, language):
    everything(language)
    enter(eyes, making.person(Role.ADMIN, language=language))
    eyes.open("/desk/reminders/effect/")
    eyes.press("a[aria-label^='Message 1, A demandé']")
    assert eyes.page.locator(".row-title").count() == 1
    eyes.press(".way-back a")
    assert "Ce qui a suivi les rappels" in eyes.page.inner_text("h1")


@pytest.mark.parametrize(("language", "width"), [("fr", 360)])
def test_trouble_is_seen_and_gone(eyes, language):
    everything(language)
    enter(eyes, making.person(Role.ADMIN, language=language))
    eyes.open("/desk/mail/?state=uncertain")
    eyes.press("button:has-text('Vu, rien à faire')")
    assert "Noté comme vu." in eyes.page.inner_text("main")
    eyes.open("/desk/mail/?state=uncertain")
    assert "Rien à regarder" in eyes.page.inner_text("main")
