"""A company nobody knows, on a phone: from the landing page to its receipt, and out again."""

import pytest

from companies.accounts.enums import Role
from companies.cases.enums import ClosedAs, Status
from companies.enrolment.models import Document
from tests.enrolment.world import current_year
from tests.files.making import pdf
from tests.journeys.applying import EMAIL, MAIN, NEXT, answer_check, code_in_mail, fill, page_of, texts, the_case
from tests.journeys.hands import Hands
from tests.portal.papers import ask
from tests.support import making

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 360


@pytest.fixture(autouse=True)
def year(transactional_db, settings):
    """A year that asks for one paper; nobody is too fast for it."""
    settings.ENTRY_SECONDS = 0
    year = current_year()
    making.person(Role.OFFICER, making.SOUSS, name="Hajar Bennani")
    ask(year, required=True)
    return year


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_company_applies_from_the_landing_page_and_withdraws(window, smtp_sink, language):
    phone = window(language, PHONE)

    _check(phone)
    _begin(phone, smtp_sink)
    _leave_and_come_back(phone, smtp_sink)
    _fill_the_form(phone)
    _send(phone, smtp_sink)
    _withdraw(phone)

    assert [move.to_status for move in the_case().moves.order_by("id")] == [
        Status.LISTED,
        Status.DRAFT,
        Status.SUBMITTED,
        Status.CLOSED,
    ]
    assert the_case().closed_as == ClosedAs.WITHDRAWN


def _check(phone):
    phone.open("/")
    phone.press("a.door-filled")
    answer_check(phone)
    phone.press(".next-step .btn-primary")


def _begin(phone, sink):
    """The first page, with an error on the way; then the mailbox, proven by a code."""
    phone.press(NEXT)
    fill(phone, "company")
    phone.press(NEXT)
    phone.page.fill("[name=email]", EMAIL)
    phone.press(MAIN)
    phone.page.fill("[name=code]", code_in_mail(sink))
    phone.press(MAIN)
    assert the_case().status == Status.DRAFT


def _leave_and_come_back(phone, sink):
    phone.press("form[action$='/leave/'] button")
    phone.press("form[action*='logout'] button")
    phone.open("/")
    phone.press("a.door:not(.door-filled)")
    phone.page.fill("main [name=email]", EMAIL)
    phone.press("main form .btn-primary")
    phone.page.fill("[name=code]", code_in_mail(sink))
    phone.press(MAIN)
    phone.press(".next-step .btn-primary")
    assert phone.page.url.endswith(f"/file/{the_case().reference}/form/")


def _fill_the_form(phone):
    """Every page but the first, each left as it asks to be."""
    phone.press("main a.btn-primary")
    while not phone.page.url.endswith("/form/check/"):
        page = page_of(phone)
        if page == "documents":
            _hand_in(phone)
        else:
            fill(phone, page)
        phone.press(NEXT)


def _hand_in(phone):
    phone.press(".paper-box .btn-quiet")  # nothing chosen
    phone.page.set_input_files(
        ".paper-box [name=file]", {"name": "Modèle J.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    phone.press(".paper-box .btn-quiet")
    assert Document.objects.get().upload.name == "Modèle J.pdf"


def _send(phone, sink):
    phone.press("form[action$='/send/'] button")
    case = the_case()
    assert (phone.page.url.endswith("/receipt/"), case.reference in texts(sink)[-1]) == (True, True)
    for address in (f"/file/{case.reference}/receipt.pdf", f"/file/{case.reference}/file.pdf"):
        paper = phone.context.request.get(address)
        assert (paper.status, paper.headers["content-type"], paper.body()[:5]) == (200, "application/pdf", b"%PDF-")


def _withdraw(phone):
    phone.open(f"/file/{the_case().reference}/")
    phone.press("main a[href$='/not-for-us/']")
    phone.press("button[name=code] >> nth=0")
    assert the_case().status == Status.CLOSED


# -- by keyboard


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_company_applies_by_keyboard_alone(window, smtp_sink, language):
    """Nothing is clicked, focused or filled by the script: keys alone, and what has the focus shows it."""
    hands = Hands(window(language, PHONE))

    hands.eyes.page.goto("/")
    hands.follow("a.door-filled")
    while not hands.eyes.page.url.endswith("/check/result/"):
        hands.answer_question()
    hands.follow(".next-step .btn-primary")
    hands.fill("company")
    hands.follow(NEXT)
    hands.write("main [name=email]", EMAIL)
    hands.follow(MAIN)
    hands.write("[name=code]", code_in_mail(smtp_sink))
    hands.follow(MAIN)
    hands.follow("main a.btn-primary")
    while not hands.eyes.page.url.endswith("/form/check/"):
        page = page_of(hands.eyes)
        if page == "documents":
            hands.hand_in()
        else:
            hands.fill(page)
        hands.follow(NEXT)
    hands.follow("form[action$='/send/'] button")
    assert the_case().status == Status.SUBMITTED
    hands.follow("main a[href$='/file/" + the_case().reference + "/']")
    hands.follow("main a[href$='/not-for-us/']")
    hands.follow("button[name=code] >> nth=0")

    assert the_case().closed_as == ClosedAs.WITHDRAWN
