import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from companies.accounts.enums import Role
from tests.support import making

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.gallery_urls")]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.mark.urls(settings.ROOT_URLCONF)
def test_gallery_without_debug_is_missing(client):
    assert client.get("/gallery/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("door", ["portal", "desk"])
def test_gallery_draws_every_component(client, language, door):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    response = client.get("/gallery/", {"door": door})

    direction = "rtl" if language == "ar" else "ltr"
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in response.text
    assert f'<body class="{door}">' in response.text


def test_gallery_refuses_post(client):
    assert client.post("/gallery/").status_code == 405


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("door", ["portal", "desk"])
def test_gallery_fits_and_is_accessible(page, live_url, client, language, width, door):
    said: list[str] = []
    if door == "desk":
        client.force_login(making.person(language=language))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_url}])
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_url}])
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(f"{live_url}/gallery/?door={door}")

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []
    assert [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]] == []


@pytest.mark.parametrize(
    ("role", "links"),
    [
        (Role.OFFICER, ["Ma journée", "Dossiers", "Listes", "Invitations", "Rappels", "Chiffres"]),
        (Role.NATIONAL, ["Dossiers", "Rappels", "Chiffres"]),
        (Role.COACH, ["Ma journée", "Dossiers", "Rappels"]),
    ],
)
def test_desk_header_offers_only_what_the_role_opens(client, role, links):
    client.force_login(making.person(role, language="fr"))

    drawn = client.get("/gallery/", {"door": "desk"}).text

    header = re.search(r'<nav class="site-nav".*?</nav>', drawn, re.DOTALL)[0]
    assert re.findall(r"<a [^>]*>([^<]*)</a>", header) == links


def test_language_switch_names_the_other_languages_and_the_page(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"

    drawn = client.get("/gallery/", {"door": "portal"}).text

    assert re.findall(r'<button [^>]*lang="(..)">([^<]*)</button>', drawn) == [("fr", "Français"), ("en", "English")]
    assert drawn.count('<input type="hidden" name="next" value="/gallery/?door=portal">') == 2
