"""Every page of the form as people see it: empty, filled in, refused, with codes found; held to what `Eyes` demands."""

import os

import pytest

from companies.common import clock
from tests.enrolment.world import begun, contact_of, current_year, filled, invited_case
from tests.journeys.eyes import Eyes

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = ("company", "contact", "activity", "figures", "markets", "support", "declarations")
WRONG = {
    "figures": {"turnover": "beaucoup", "export_turnover": "9 000 000 000 000 000", "headcount": "20 à 30"},
    "markets": {"wanted_markets": "Atlantide"},
    "support": {"held_back_by-words": "autre"},
}


@pytest.fixture(params=[("fr", 360), ("ar", 360), ("fr", 1280), ("ar", 1280)], ids=lambda seen: f"{seen[0]}{seen[1]}")
def seen(request):
    """A language and a width."""
    return request.param


@pytest.fixture
def case(transactional_db, seen):
    return invited_case(year=current_year(), at=clock.now(), language=seen[0])


@pytest.fixture
def eyes(seen, browser, live_url, case, client):
    begun(case, at=clock.now())
    client.force_login(contact_of(case).user)
    window = Eyes(browser, live_url, *seen)
    window.sign_in(client.session.session_key)
    yield window
    window.close()


def shoot(eyes, name):
    if folder := os.environ.get("SHOTS"):
        eyes.page.screenshot(path=f"{folder}/{name}-{eyes.language}-{eyes.width}.png", full_page=True)


def address(case, page):
    return f"/file/{case.reference}/form/{page}/"


def test_empty_pages_are_sound(eyes, case):
    for page in ASKED:
        eyes.open(address(case, page))
        shoot(eyes, f"empty-{page}")


def test_full_pages_are_sound(eyes, case):
    filled(case.application, at=clock.now())
    for page in ASKED:
        eyes.open(address(case, page))
        shoot(eyes, f"full-{page}")
    eyes.open(f"/file/{case.reference}/form/check/")
    shoot(eyes, "check")


def test_refused_pages_are_sound(eyes, case):
    for page in ASKED:
        eyes.open(address(case, page))
        for name, text in WRONG.get(page, {}).items():
            eyes.page.locator(f"[name='{name}']").first.fill(text, force=True)
        eyes.press(".form-acts .btn-primary")
        shoot(eyes, f"error-{page}")


def test_codes_found_are_sound(eyes, case):
    eyes.open(address(case, "activity"))
    eyes.page.fill("[name=products-1-code]", "sardines")
    eyes.press("button[name=find]")
    shoot(eyes, "found")
    eyes.press("button[name=pick] >> nth=0")
    shoot(eyes, "picked")
