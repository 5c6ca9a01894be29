"""The desk's few scripts, in a browser, on the gallery page."""

import pytest
from django.conf import settings

from tests.support import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.gallery_urls")]


@pytest.fixture
def desk(page, live_url, client):
    client.force_login(making.person(language="fr"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_url}])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_url}/gallery/?door=desk")
    page.locator("body").click(position={"x": 5, "y": 300})
    return page


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || ''")


def test_slash_puts_the_cursor_in_the_search_box(desk):
    desk.keyboard.press("/")

    assert focused(desk) == "q"


def test_slash_is_a_letter_while_one_writes(desk):
    desk.locator("textarea[name=text]").click()
    desk.keyboard.press("/")

    assert focused(desk) == "text"
    assert desk.locator("textarea[name=text]").input_value() == "/"


def test_keys_turned_off_stay_off(desk):
    desk.locator("[data-keys-off]").click()
    desk.reload()
    desk.locator("body").click(position={"x": 5, "y": 300})
    desk.keyboard.press("/")

    assert focused(desk) == ""
    assert desk.locator("[data-keys-on]").is_visible()


def test_control_enter_sends_the_note(desk):
    desk.locator("textarea[name=text]").fill("Rappeler jeudi")

    with desk.expect_request(lambda request: request.method == "POST") as sent:
        desk.keyboard.press("Control+Enter")

    assert "text=Rappeler+jeudi" in sent.value.post_data


def test_menu_closes_with_escape_and_gives_the_focus_back(desk):
    desk.locator(".person-menu summary").click()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Escape")

    assert desk.locator(".person-menu[open]").count() == 0
    assert desk.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_menu_closes_when_the_pointer_goes_elsewhere(desk):
    desk.locator(".person-menu summary").click()
    desk.locator(".page-header h1").click()

    assert desk.locator(".person-menu[open]").count() == 0
