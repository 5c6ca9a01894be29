"""From the officer's button to the company's own press: filled in together, read on a phone, confirmed."""

import re

import pytest
from django.test import Client

from companies.cases.enums import Status, TaskKind
from companies.common import clock
from companies.enrolment.models import Application
from tests.enrolment import assisting as helper
from tests.enrolment import world
from tests.files.making import pdf
from tests.journeys.applying import MAIN, NEXT, TYPED, fill, texts
from tests.portal.papers import ask

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(transactional_db, language):
    year = world.current_year()
    ask(year, required=True)
    return world.invited_case(at=clock.now(), year=year, language=language, name_ar="مصبرات دكالة")


@pytest.fixture
def desk(window, case, language, width):
    """The officer's window, at the case's page."""
    officer, browser = case.officer, Client()
    officer.language = language
    officer.save(update_fields=["language"])
    browser.force_login(officer)
    eyes = window(language, width)
    eyes.sign_in(browser.cookies["sessionid"].value)
    eyes.open(f"/desk/cases/{case.reference}/")
    return eyes


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 360)])
def test_company_confirms_on_a_phone_what_was_filled_in_with_it(window, desk, case, smtp_sink, language):
    _sit_down(desk, case)
    _put_to_company(desk, case)

    phone = window(language, 360)
    phone.open(_link(smtp_sink, case))
    _say_something_is_wrong(phone, case)
    helper.typed(
        Application.objects.get(case=case), "contact", at=clock.now(), contact={"contact_name": "Nadia Amrani"}
    )
    desk.open(f"/desk/cases/{case.reference}/")  # changed since it was asked
    phone.page.reload()
    _confirm(phone, case)

    assert world.status_of(case) == Status.SUBMITTED


def _sit_down(desk, case):
    desk.press("main a[href$='/assist/']")
    desk.press_in_vain(MAIN)
    desk.page.check("[name=how][value=call]")
    desk.press("main form .btn-primary")
    desk.press("main a.btn-primary")
    helper.typed(Application.objects.get(case=case), at=clock.now())
    desk.open(f"/file/{case.reference}/form/documents/")
    file = {"name": "Modèle J.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    desk.page.set_input_files(".paper-box [name=file]", file)
    desk.press(".paper-box .btn-quiet")


def _put_to_company(desk, case):
    desk.open(f"/file/{case.reference}/form/check/")
    desk.press("main a.btn-primary")
    desk.press(MAIN)
    assert desk.page.url.endswith(f"/desk/cases/{case.reference}/")


def _link(sink, case):
    mail = texts(sink, to=world.contact_of(case).email)[-1]
    return re.search(r"https?://[^/\s]+(/confirm/[\w-]+/)", mail)[1]


def _say_something_is_wrong(phone, case):
    phone.page.fill("#wrong [name=hint]", "Le nom")
    phone.press("#wrong .btn-quiet")
    assert case.tasks.get(kind=TaskKind.HELP).title == "Le nom"


def _confirm(phone, case):
    phone.look()
    phone.press_in_vain(NEXT)
    fill(phone, "declarations")
    phone.press(NEXT)
    assert case.reference in phone.page.inner_text("main")
    assert TYPED["declarations"]["signatory_name"] not in phone.page.inner_text("main")
