"""The sign-in pages in a browser: they fit, are accessible, and nothing on them is blocked."""

import os
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from companies.accounts.enums import Role
from tests.support import making
from tests.web.test_gallery import RULES
from tests.web.test_signin import PASSWORD, code_of

pytestmark = pytest.mark.django_db

PLACES = [("fr", 360), ("ar", 360), ("fr", 1280), ("ar", 1280)]
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture(params=PLACES, ids=lambda place: f"{place[0]}-{place[1]}")
def look(request, page, live_url):
    """Open an address, or look at the page as it is, and judge it."""
    language, width = request.param
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda failed: said.append(failed.url))
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_url}])
    page.set_viewport_size({"width": width, "height": 900})

    def judge(name: str, path: str = "") -> None:
        if path:
            page.goto(f"{live_url}{path}")
        page.wait_for_load_state("load")
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{language}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("document.documentElement.lang") == language
        assert [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]] == []
        assert said == []

    judge.language = language
    return judge


@pytest.fixture
def officer(look):
    user = making.person(Role.OFFICER, name="Hajar Bennani", language=look.language)
    user.set_password(PASSWORD)
    user.save()
    return user


def test_way_in_by_code(look, page, officer):
    look("sign-in", "/account/login/")
    page.click("main form button")
    page.wait_for_selector(".error-summary")
    look("sign-in-error")
    page.fill("[name=email]", officer.email)
    page.click("main form button")
    page.wait_for_url("**/login/code/")
    look("code")
    page.fill("[name=code]", "0000-0000")
    page.click("main form button")
    page.wait_for_selector(".error-summary")
    look("code-error")
    page.fill("[name=code]", code_of(officer))
    page.click("main form button")
    page.wait_for_url("**/desk/**")


def test_way_in_by_password_and_application(look, page, officer):
    TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
    look("password", "/account/login/password/")
    page.fill("[name=login]", officer.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/enter/")
    look("second-step")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("state", "/account/second-factor/"),
        ("set-up", "/account/second-factor/set-up/"),
        ("password-change", "/account/password/"),
        ("sign-out", "/account/logout/"),
        ("inactive", "/account/inactive/"),
    ],
)
def test_pages_of_a_person_who_is_in(look, page, client, live_url, officer, name, path):
    client.force_login(officer)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_url}])
    page.goto(f"{live_url}{path}")
    if "/confirm/" in page.url:
        look(f"{name}-confirm")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"**{path}**")
    look(name)
