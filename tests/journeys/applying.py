"""What a company does from the landing page to its receipt, in any window; what it types is a script's."""

import re

from companies.cases.models import Case
from companies.common import clock
from companies.mail.outbox import deliver_due
from companies.reference.models import Province

EMAIL = "salma@argane.example"
MAIN = "main .btn-primary"
NEXT = ".form-acts .btn-primary"

TYPED = {
    "company": {
        "name": "Argane Souss",
        "ice": "002233445566778",
        "legal_form": "SARL",
        "rc_number": "4471",
        "rc_court": "Agadir",
        "created_on": "٢٠١٨",
        "region": "09",
        "address": "3, rue des Arganiers",
    },
    "contact": {"contact_name": "Salma Idrissi", "function": "Gérance", "phone": "06 61 20 31 42"},
    "activity": {"sector": "AGRO", "products-1-name": "Huile d’argan", "certifications": "none"},
    "figures": {"turnover": "4 662 000", "export_turnover": "0", "headcount": "24"},
    "markets": {"experience": "past", "wanted_markets": "Sénégal"},
    "support": {"support_wanted": "coaching", "held_back_by": "logistics", "other_aid": "no"},
    "declarations": {
        "true_and_complete": "on",
        "data_notice_read": "on",
        "signatory_name": "Salma Idrissi",
        "signatory_capacity": "Gérance",
    },
}


def typed(page):
    """The answers of a page, by the names of its inputs."""
    if page != "company":
        return TYPED[page]
    return TYPED[page] | {"province": Province.objects.filter(region__code="09").order_by("code")[0].code}


def the_case():
    return Case.objects.get(company__ice=TYPED["company"]["ice"])


def page_of(eyes):
    """The key of the form's page that a window stands on."""
    return re.search(r"/form/(\w+)/$", eyes.page.url)[1]


# -- mail


def texts(sink, to=EMAIL):
    """The plain texts of the messages to an address, the newest last, once all that was posted has left."""
    assert not deliver_due(at=clock.now()).paused
    mine = [each.message for each in sink.accepted if each.recipients == (to,)]
    return [message.get_body(("plain",)).get_content() for message in mine]


def code_in_mail(sink):
    return re.search(r"\b\d{4}-\d{4}\b", texts(sink)[-1])[0]


# -- by pointer


def fill(eyes, page):
    """Answer every question of a page."""
    for name, value in typed(page).items():
        field = eyes.page.locator(f'main [name="{name}"]').first
        kind = field.evaluate("e => e.type")
        if kind in ("radio", "checkbox"):
            eyes.page.check(f'main [name="{name}"]' + ("" if value == "on" else f'[value="{value}"]'))
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def answer_check(eyes):
    """The first answer of each question, up to the result."""
    while not eyes.page.url.endswith("/check/result/"):
        if eyes.page.locator("select[name=answer]").count():
            eyes.page.select_option("[name=answer]", index=1)
        else:
            eyes.page.locator("[name=answer]").first.check()
        eyes.press("main form .btn-primary")
