"""The companies' door in a real browser, wholly without script, on a telephone and on a desktop."""

import re

import pytest

from companies.cases.enums import Status
from companies.common import clock
from companies.mail import queries as mail
from companies.reference.models import Province
from tests.enrolment.world import contact_of, current_year, invited_case, link_of, status_of

pytestmark = pytest.mark.django_db(transaction=True)

SCREENS = [("fr", 360, 740), ("ar", 1280, 900)]


@pytest.fixture
def case(transactional_db, request):
    language = request.node.callspec.params["language"]
    return invited_case(year=current_year(), at=clock.now(), language=language, name_ar="مصبرات دكالة")


@pytest.fixture
def phone(browser, case, language, width, height):
    """A window without script; every page it shows must fit its width and break no policy."""
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=False)
    window = context.new_page()
    refused = []
    window.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    yield window
    assert refused == []
    context.close()


def press(window, selector):
    window.click(selector)
    window.wait_for_load_state("load")
    _fits(window)


def _fits(window):
    box = window.locator("body").bounding_box()
    assert box["width"] <= window.viewport_size["width"], window.url


@pytest.mark.parametrize(("language", "width", "height"), SCREENS)
def test_invited_company_starts_leaves_comes_back_and_sends(live_url, phone, case, language, width, height):
    phone.goto(f"{live_url}/i/{link_of(case, at=clock.now())}/")
    _fits(phone)
    assert phone.locator("html").get_attribute("lang") == language
    press(phone, "form[action$='/start/'] button")
    press(phone, "a.btn-primary")
    _fill_company(phone)
    press(phone, ".form-acts .btn-primary")
    phone.fill("[name=contact_name]", "Rachid Amrani")
    press(phone, ".form-acts .link-button")

    phone.goto(f"{live_url}/file/{case.reference}/form/")
    phone.fill("[name=email]", contact_of(case).email)
    press(phone, "main form button")
    phone.fill("[name=code]", _mailed_code(case))
    press(phone, "main form button")

    assert phone.url == f"{live_url}/file/{case.reference}/form/"
    phone.goto(f"{live_url}/file/{case.reference}/form/contact/")
    assert phone.input_value("[name=contact_name]") == "Rachid Amrani"
    press(phone, ".form-acts .btn-primary")
    press(phone, "button[name=add]")
    phone.fill("[name=products-2-name]", "Olives")
    press(phone, ".form-acts .btn-primary")
    _fill_figures_markets_and_support(phone)
    press(phone, ".form-acts .btn-primary")  # no document is asked for
    _fill_declarations(phone)
    press(phone, ".form-acts .btn-primary")
    press(phone, "form[action$='/send/'] button")

    assert phone.url == f"{live_url}/file/{case.reference}/receipt/"
    assert case.reference in phone.inner_text(".receipt")
    assert status_of(case) == Status.SUBMITTED


def _fill_company(window):
    window.fill("[name=rc_number]", "103814")
    window.fill("[name=rc_court]", "El Jadida")
    window.select_option("[name=province]", Province.objects.filter(region__code="06").first().code)


def _fill_figures_markets_and_support(window):
    for name, amount in {"turnover": "4,6 millions", "export_turnover": "0", "headcount": "٢٤"}.items():
        window.fill(f"[name={name}]", amount)
    press(window, ".form-acts .btn-primary")
    window.check("[name=experience][value=never]")
    window.locator("[name=wanted_markets]").nth(0).fill("senegal")
    press(window, ".form-acts .btn-primary")
    window.check("[name=support_wanted][value=coaching]")
    window.check("[name=held_back_by][value=other]")
    window.fill("[name=held_back_by-words]", "La crue de l’oued")
    window.check("[name=other_aid][value=yes]")
    window.fill("[name=other_aid-which]", "Istitmar, 2025")
    press(window, ".form-acts .btn-primary")


def _fill_declarations(window):
    window.check("[name=true_and_complete]")
    window.check("[name=data_notice_read]")
    window.fill("[name=signatory_name]", "Rachid Amrani")
    window.fill("[name=signatory_capacity]", "Gérance")


def _mailed_code(case):
    text = mail.of_stream(case.stream).filter(purpose="signin.code").latest("posted_at").text
    return re.search(r"\d{4}-?\d{4}", text)[0]
