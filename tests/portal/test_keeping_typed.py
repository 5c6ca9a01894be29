"""Nothing typed is lost: the session closed meanwhile, the language changed half-way, the page pressed twice."""

import re
import time

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from companies.common import clock
from companies.mail.models import Message
from companies.portal import limits, sessions
from companies.questionnaires.models import Answer
from companies.web import typed
from companies.web.signin.sessions import SEEN
from tests.enrolment.world import begun, contact_of, current_year, invited_case, posts
from tests.portal.test_filling import marks, send_page, url_of, value_of

pytestmark = pytest.mark.django_db


def age(browser, key=sessions.KEY):
    """Nobody was there for longer than a session lasts."""
    session, long_ago = browser.session, int(time.time()) - settings.COMPANY_IDLE_MINUTES * 60 - 1
    session[key] = session[key] | {"seen": long_ago} if key == sessions.KEY else long_ago
    session.save()


def outlast(browser):
    """Somebody was there all the time, for as long as the session of a link lasts."""
    session, began = browser.session, int(time.time() - sessions.LONGEST.total_seconds()) - 1
    session[sessions.KEY] = session[sessions.KEY] | {"began": began}
    session.save()


def sign_in(browser, case):
    """By the code that is mailed, on the page where the session's end led."""
    browser.post("/account/login/code/", {"email": contact_of(case).email})
    code = re.search(r"\b[A-Z0-9]{4}-?[A-Z0-9]{2,4}\b|\b\d{6}\b", Message.objects.filter(secret=True).latest("id").text)
    return browser.post("/account/login/code/confirm/", {"code": code.group()})


def test_what_was_typed_waits_behind_the_code(working, case):
    given = marks(working, case, "contact")
    age(working)

    closed = send_page(working, case, "contact", given, contact_name="Samira Alaoui")
    assert closed.url == f"/account/login/?next={url_of(case, 'contact')}"
    assert not Answer.objects.filter(response__case=case, key="contact_name").exists()
    working.force_login(contact_of(case).user)
    page = working.get(url_of(case, "contact")).content.decode()

    assert ('value="Samira Alaoui"' in page, "La session s’était fermée" in page) == (True, True)
    saved = send_page(working, case, "contact", given, contact_name="Samira Alaoui")
    assert (saved.status_code, value_of(case, "contact_name")) == (302, "Samira Alaoui")
    assert typed.KEY not in working.session
    assert "La session s’était fermée" not in working.get(url_of(case, "contact")).content.decode()


def test_session_of_a_link_ends_after_half_a_day_of_work(working, case):
    given = marks(working, case, "contact")
    outlast(working)

    closed = send_page(working, case, "contact", given, contact_name="Samira Alaoui")
    said = working.get(closed.url).content.decode()

    assert closed.url == f"/account/login/?next={url_of(case, 'contact')}"
    assert "elle dure au plus 4\xa0heures. Ce que vous venez d’écrire est gardé" in said
    assert sessions.KEY not in working.session
    assert not Answer.objects.filter(response__case=case, key="contact_name").exists()
    working.force_login(contact_of(case).user)
    assert 'value="Samira Alaoui"' in working.get(url_of(case, "contact")).content.decode()


def test_page_opened_after_the_longest_session_says_why_it_is_shut(working, case):
    outlast(working)

    said = working.get(url_of(case, "contact"), follow=True).content.decode()

    assert "elle dure au plus 4\xa0heures. Vos réponses sont gardées" in said
    assert "sans activité" not in said


def test_session_ended_in_another_window_is_not_said_to_have_been_idle(working, case):
    given = marks(working, case, "contact")
    working.post(f"/file/{case.reference}/leave/")

    closed = send_page(working, case, "contact", given, contact_name="Samira Alaoui")
    said = working.get(closed.url).content.decode()

    assert "Votre session est fermée. Ce que vous venez d’écrire est gardé" in said
    assert "sans activité" not in said


def test_work_does_not_lengthen_the_session_of_a_link(working, case):
    session, now = working.session, int(time.time())
    began = now - int(sessions.LONGEST.total_seconds()) + 60
    session[sessions.KEY] = session[sessions.KEY] | {"began": began, "seen": now - 600}
    session.save()

    assert working.get(url_of(case, "contact")).status_code == 200
    assert (working.session[sessions.KEY]["began"], working.session[sessions.KEY]["seen"] >= now) == (began, True)


def test_who_signed_in_finds_what_was_typed_too(member, case):
    given = marks(member, case, "contact")
    session = member.session
    session[SEEN] = int(time.time()) - settings.COMPANY_IDLE_MINUTES * 60 - 1
    session.save()

    closed = send_page(member, case, "contact", given, contact_name="Samira Alaoui")
    assert closed.url == f"/account/login/?next={url_of(case, 'contact')}"
    member.force_login(contact_of(case).user)

    assert 'value="Samira Alaoui"' in member.get(url_of(case, "contact")).content.decode()


def test_what_was_typed_clashes_with_what_a_colleague_saved_meanwhile(working, member, case):
    given = marks(working, case, "contact")
    age(working)
    send_page(working, case, "contact", given, contact_name="Samira Alaoui")
    send_page(member, case, "contact", contact_name="Rachid Amrani")
    working.force_login(contact_of(case).user)
    page = working.get(url_of(case, "contact")).content.decode()
    drawn = dict(re.findall(r'name="(seen|sheet)" value="([^"]*)"', page))

    answer = send_page(working, case, "contact", drawn, contact_name="Samira Alaoui")

    assert "Rachid Amrani" in answer.content.decode()
    assert value_of(case, "contact_name") == "Rachid Amrani"


def test_what_was_typed_is_shown_to_nobody_else(working, case):
    given = marks(working, case, "contact")
    age(working)
    send_page(working, case, "contact", given, contact_name="Samira Alaoui")
    other = invited_case(year=current_year(), at=clock.now(), name="Autre", email="autre@x.example")
    begun(other, at=clock.now())
    working.force_login(contact_of(other).user)

    assert working.get(url_of(case, "contact")).status_code == 404
    assert "Samira Alaoui" not in working.get(url_of(other, "contact")).content.decode()


@pytest.mark.parametrize("page", ["send", "opinions-" + "x" * 60])
def test_other_pages_keep_nothing(case, page):
    stranger = Client()
    stranger.post(url_of(case, page), {"contact_name": "Samira"})

    assert typed.KEY not in stranger.session or page != "send"


def test_page_too_long_to_keep_is_said_to_be_lost(working, case):
    given = marks(working, case, "contact")
    age(working)

    answer = send_page(working, case, "contact", given, contact_name="x" * (typed.LONGEST + 1))

    assert (answer.url, typed.KEY in working.session) == (f"/account/login/?next=/file/{case.reference}/", False)


def test_strangers_fill_no_sessions(case):
    stranger, url = Client(), url_of(case, "contact")
    for _try in range(limits.TYPED.most):
        stranger.post(url, {"contact_name": "x"})
    another = Client()
    another.post(url, {"contact_name": "x"})

    assert (typed.KEY in stranger.session, typed.KEY in another.session) == (True, False)


def test_changing_the_language_half_way_keeps_what_was_typed(working, case):
    given = marks(working, case, "contact")

    answer = send_page(working, case, "contact", given, speak="ar", contact_name="Samira Alaoui", email="samira@")
    page = working.get(answer.url).content.decode()

    assert answer.url == url_of(case, "contact")
    assert ('lang="ar"' in page, 'value="samira@"' in page) == (True, True)
    assert value_of(case, "contact_name") == "Samira Alaoui"


def test_unknown_language_saves_and_changes_nothing_else(working, case):
    answer = send_page(working, case, "contact", speak="xx")

    assert 'lang="fr"' in working.get(answer.url).content.decode()


def test_answer_keeps_the_wording_it_was_asked_in(working, case):
    send_page(working, case, "contact", speak="ar")
    send_page(working, case, "activity")
    with translation.override("ar"):
        label = str(translation.gettext("Sector"))

    words = dict(Answer.objects.filter(response__case=case).values_list("key", "wording"))
    assert (words["contact_name"], words["sector"]) == ("Nom de la personne à contacter", label)


def test_enter_presses_save_and_not_the_language(working, case):
    """The first button of a form is the one that Enter presses: those of the languages stand before the form."""
    page = working.get(url_of(case, "contact")).content.decode()
    buttons = re.findall(r'<button[^>]* name="(\w+)" value="(\w+)"', page)

    assert buttons[0] == ("then", "next")
    assert ("speak", "ar") in buttons
    assert posts("contact")
