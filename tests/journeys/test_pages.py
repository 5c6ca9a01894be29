"""Every page that has something to show, in the pairs of language and width that no whole way passes."""

import pytest
from django.test import Client

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import Act, InteractionKind, Outcome, TaskKind
from companies.common import clock
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import actions as enrolment
from companies.journal.actors import SYSTEM
from companies.outreach.sweep import sweep
from tests.enrolment.world import begun, contact_of, current_year, filled, invited_case, link_of, make_case, sent
from tests.support import making

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = [("fr", 1280), ("ar", 360)]
pairs = pytest.mark.parametrize(("language", "width"), PAIRS)

STRANGER = ["/", "/letter/", "/account/login/", "/account/login/password/"]
AT_THE_DRAFT = ["/files/", "/file/{0}/", "/file/{0}/form/", "/file/{0}/form/company/", "/file/{0}/form/contact/"]
AT_THE_DRAFT += ["/file/{0}/form/activity/", "/file/{0}/form/declarations/", "/file/{0}/form/check/"]
AT_THE_DRAFT += ["/file/{0}/not-for-us/"]
AT_THE_SENT = ["/file/{0}/", "/file/{0}/receipt/", "/file/{0}/form/", "/file/{0}/form/check/"]
ON_THE_DESK = ["/desk/", "/desk/cases/", "/desk/cases/?stage=application&sort=company", "/desk/cases/?q=introuvable"]
ON_THE_DESK += [
    "/desk/cases/new/",
    "/desk/cases/open/",
    "/desk/cases/hand-out/",
    "/desk/invitations/",
    "/desk/imports/",
    "/desk/form/drop-off/",
    "/desk/public/",
]
OF_A_CASE = ["", "move/", "close/", "assign/", "tasks/new/", "company/", "contacts/new/", "application/", "documents/"]
OF_A_DRAFT = ["more-time/", "assist/"]
REFUSED = ["move/", "close/", "tasks/new/", "contacts/new/"]
"""Forms of a case that come back with errors when nothing is filled in."""


@pytest.fixture
def eyes(window, language, width):
    return window(language, width)


@pytest.fixture
def year(transactional_db):
    return current_year()


def enter(eyes, user):
    user.language = eyes.language
    user.save(update_fields=["language"])
    browser = Client()
    browser.force_login(user)
    eyes.sign_in(browser.cookies["sessionid"].value)


def open_each(eyes, paths, *names):
    for path in paths:
        eyes.open(path.format(*names))


@pairs
def test_pages_before_signing_in(eyes, year):
    case = invited_case(at=clock.now(), year=year, language=eyes.language)

    open_each(eyes, STRANGER)
    open_each(eyes, ["/i/{0}/"], link_of(case, at=clock.now()))
    enrolment.decline(case, contact_of(case), ObstacleCode.NO_TIME_OR_STAFF, by=SYSTEM, at=clock.now())
    open_each(eyes, ["/i/{0}/"], link_of(case, at=clock.now()))


@pairs
def test_doors_with_their_errors(eyes, year):
    for path in ("/letter/", "/account/login/"):
        eyes.open(path)
        eyes.press_in_vain("main form .btn-primary")


@pairs
def test_pages_of_a_company_with_a_draft(eyes, year):
    case = invited_case(at=clock.now(), year=year, language=eyes.language, name_ar="مصبرات دكالة")
    begun(case, at=clock.now())
    enter(eyes, contact_of(case).user)

    open_each(eyes, AT_THE_DRAFT, case.reference)
    open_each(eyes, ["/go/{0}/"], link_of(case, Act.RESUME, at=clock.now()))


@pairs
def test_pages_of_a_company_that_applied(eyes, year):
    case = invited_case(at=clock.now(), year=year, language=eyes.language)
    sent(filled(begun(case, at=clock.now()), at=clock.now()), at=clock.now())
    enter(eyes, contact_of(case).user)

    open_each(eyes, AT_THE_SENT, case.reference)


@pairs
def test_pages_of_the_desk(eyes, year):
    manager = making.person(Role.MANAGER, name="Omar Tazi")
    case = _busy_case(year, eyes.language)
    make_case(year=year, email="", at=clock.now(), officer=manager)
    make_case(year=year, email="autre@entreprise.example", at=clock.now(), officer=manager)
    enter(eyes, manager)

    open_each(eyes, ON_THE_DESK)
    open_each(eyes, [f"/desk/cases/{{0}}/{path}" for path in OF_A_CASE], case.reference)


@pairs
def test_pages_of_the_desk_with_their_errors(eyes, year):
    manager = making.person(Role.MANAGER, name="Omar Tazi")
    applied, draft = (
        _busy_case(year, eyes.language),
        invited_case(at=clock.now(), year=year, email="b@doukkala.example"),
    )
    begun(draft, at=clock.now())
    enter(eyes, manager)

    for case, paths in ((applied, REFUSED), (draft, OF_A_DRAFT)):
        for path in paths:
            eyes.open(f"/desk/cases/{case.reference}/{path}")
            eyes.press_in_vain("main form .btn-primary")


def _busy_case(year, language):
    """Applied, called, with a task and a message: every panel of its page has something in it."""
    now = clock.now()
    case = invited_case(at=now, year=year, language=language, name_ar="مصبرات دكالة")
    cases.log_interaction(
        case, kind=InteractionKind.CALL, outcome=Outcome.SPOKEN, text="Rappeler", by=case.officer.actor, at=now
    )
    cases.add_task(case, kind=TaskKind.CALL, due_on=clock.today(), by=SYSTEM, at=now)
    sent(filled(begun(case, at=now), at=now), at=now)
    sweep(at=now)
    return case
