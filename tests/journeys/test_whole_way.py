"""From a ministry's list to a confirmed export: one company, its officer, and every page they pass."""

import re

import pytest

from companies.accounts.enums import Role
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock
from companies.mail.outbox import deliver_due
from companies.reference.models import Province
from tests.enrolment.world import current_year
from tests.journeys.applying import MAIN, NEXT, fill, page_of
from tests.support import making

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "une phrase de passe"
COMPANY = "Doukkala Conserves"
EMAIL = "direction@doukkala.example"
HEAD = "ICE;Raison sociale;Dénomination en arabe;Forme juridique;Ville;Région;Secteur;Codes SH"
HEAD += ";Fonction du contact;E-mail;Langue"
WAY = [
    Status.IN_REVIEW,
    Status.DIAGNOSTIC,
    Status.PLAN,
    Status.UNDER_WAY,
    Status.PREPARING,
    Status.PROSPECTING,
    Status.NEGOTIATING,
    Status.CONFIRMED,
]


@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("ar", 1280)])
def test_company_goes_from_the_list_to_a_confirmed_export(window, smtp_sink, tmp_path, language, width):
    current_year()
    making.person(Role.OFFICER, name="Hajar Bennani", language=language)
    office = _manager_signs_in(window(language, width), language)
    _import_the_list(office, tmp_path, language)
    _invite(office)

    company = window(language, width)
    company.open(_link_in_mail(smtp_sink, "i"))
    _begin_and_leave(company)
    _come_back_by_code(company, smtp_sink)
    _finish_and_send(company)
    _receipt_came(company, smtp_sink)

    _follow_to_export(office)
    company.open(f"/file/{_case().reference}/")

    assert _case().status == Status.CONFIRMED
    assert [move.to_status for move in _case().moves.order_by("id")] == [
        Status.LISTED,
        Status.INVITED,
        Status.DRAFT,
        Status.SUBMITTED,
        *WAY,
    ]


def _case():
    return Case.objects.get(company__name=COMPANY)


# --- The office


def _manager_signs_in(eyes, language):
    manager = making.person(Role.MANAGER, name="Omar Tazi", language=language)
    manager.set_password(PASSWORD)
    manager.save()
    eyes.open("/account/login/password/")
    eyes.page.fill("[name=login]", manager.email)
    eyes.page.fill("[name=password]", PASSWORD)
    eyes.press("main form button")
    return eyes


def _import_the_list(eyes, folder, language):
    rows = [
        ["001000000000047", COMPANY, "مصبرات دكالة", "SARL", "El Jadida", "Casablanca-Settat", "Agroalimentaire"],
        ["001000037000018", "Tapis de l’Atlas", "", "Coopérative", "Settat", "Casablanca-Settat", "Artisanat"],
    ]
    contacts = [["200570", "Gérante", EMAIL, language], ["570110", "Présidente", "", "fr"]]
    lines = [";".join([*row, *contact]) for row, contact in zip(rows, contacts, strict=True)]
    file = folder / "liste.csv"
    file.write_text("\r\n".join([HEAD, *lines]), encoding="utf-8-sig")
    eyes.open("/desk/imports/")
    eyes.page.set_input_files("[name=file]", file)
    eyes.press(MAIN)
    eyes.press("button[formaction]")


def _invite(eyes):
    eyes.open("/desk/cases/open/")
    eyes.press(MAIN)
    eyes.open("/desk/cases/hand-out/")
    eyes.press(MAIN)
    eyes.open("/desk/invitations/")
    eyes.press("form[action$='/send/'] .btn-primary")
    assert _case().status == Status.INVITED


def _follow_to_export(eyes):
    reference = _case().reference
    eyes.open("/desk/")
    eyes.open("/desk/cases/")
    eyes.open(f"/desk/cases/{reference}/")
    eyes.open(f"/desk/cases/{reference}/application/")
    for status in WAY:
        eyes.page.goto(f"/desk/cases/{reference}/move/")
        eyes.page.check(f"[name=to][value={status.value}]")
        eyes.page.fill("[name=note]", "DUM 309 2026 0147852, facture 26-118")
        if status == Status.CONFIRMED:
            eyes.page.fill("[name=fact_on]", clock.today().isoformat())
            eyes.look()
        (eyes.press if status in (WAY[0], WAY[-1]) else eyes.step)(MAIN)


# --- The company


def _begin_and_leave(eyes):
    eyes.press("form[action$='/start/'] button")
    eyes.press("main a.btn-primary")
    eyes.page.fill("[name=rc_number]", "103814")
    eyes.page.fill("[name=rc_court]", "El Jadida")
    eyes.page.fill("[name=created_on]", "2014")
    eyes.page.select_option("[name=province]", Province.objects.filter(region__code="06").order_by("code")[0].code)
    eyes.press(NEXT)
    eyes.page.fill("[name=contact_name]", "Rachid Amrani")
    eyes.press(".form-acts .link-button")


def _come_back_by_code(eyes, sink):
    eyes.open(_link_in_mail(sink, "i"))
    eyes.press("form[action$='/start/'] button")
    eyes.page.fill("[name=code]", _code_in_mail(sink))
    eyes.press("main form .btn-primary")
    assert eyes.page.url.endswith(f"/file/{_case().reference}/form/")


def _finish_and_send(eyes):
    eyes.open(f"/file/{_case().reference}/form/contact/")
    assert eyes.page.input_value("[name=contact_name]") == "Rachid Amrani"
    eyes.page.fill("[name=phone]", "06 61 20 31 42")
    eyes.press(NEXT)
    eyes.page.fill("[name=products-1-name]", "Olives")
    eyes.press(NEXT)
    while not eyes.page.url.endswith("/form/check/"):
        page = page_of(eyes)
        if page == "declarations":
            eyes.press(NEXT)  # nothing declared yet: what is missing is shown
        if page != "documents":
            fill(eyes, page)
        eyes.press(NEXT)
    eyes.press("form[action$='/send/'] button")


def _receipt_came(eyes, sink):
    reference = _case().reference
    assert eyes.page.url.endswith(f"/file/{reference}/receipt/")
    assert reference in _text(_newest(sink))


# --- Mail


def _newest(sink):
    """The newest message to the company, once all that was posted has left."""
    assert not deliver_due(at=clock.now()).paused
    return [each.message for each in sink.accepted if each.recipients == (EMAIL,)][-1]


def _text(message):
    return message.get_body(("plain",)).get_content()


def _link_in_mail(sink, kind):
    """The path of the first link of that kind in any message so far, the newest first."""
    _newest(sink)
    texts = [_text(each.message) for each in reversed(sink.accepted) if each.recipients == (EMAIL,)]
    return next(found[1] for text in texts if (found := re.search(rf"https?://[^/\s]+(/{kind}/[\w-]+/)", text)))


def _code_in_mail(sink):
    return re.search(r"\d{4}-?\d{4}", _text(_newest(sink)))[0]
