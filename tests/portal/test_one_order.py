"""Regions, sectors and legal forms stand in the same order wherever they are asked for; provinces follow the region."""

import re

import pytest
from django.utils.translation import override

from companies.accounts.enums import Role
from companies.desk.choices import choices_of
from companies.reference.models import LegalForm, Region, Sector
from companies.reference.ordering import by_name
from tests.support import making

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")


@pytest.fixture
def year(db):
    return making.year()


def offered(page, name):
    """The codes of a menu, of circles or of buttons, in the order of the page."""
    menu = page.partition(f'<select name="{name}"')[2].partition("</select>")[0]
    drawn = re.findall(r'<option value="([^"]*)"', menu) or re.findall(rf'name="{name}"\s+value="([^"]+)"', page)
    return [code for code in drawn if code]


def codes(model, language):
    with override(language):
        return [row.code for row in by_name(model.objects.all())]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "model"), [("region", Region), ("sector", Sector)])
def test_visitor_meets_one_order(client, year, language, name, model):
    client.cookies["django_language"] = language
    client.post("/what-stops-you/", {"code": "logistics"})
    check, stops = client.get(f"/check/q/{name}/"), client.get(f"/what-stops-you/{name}/")

    wanted = codes(model, language)
    assert (offered(check.text, "answer"), offered(stops.text, name)) == (wanted, wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_page_of_the_form_has_the_same(client, year, language):
    client.cookies["django_language"] = language
    page = client.get("/apply/").text

    assert (offered(page, "region"), offered(page, "legal_form")) == (
        codes(Region, language),
        codes(LegalForm, language),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_of_the_desk_have_the_same(language):
    user = making.person(Role.NATIONAL)
    with override(language):
        found = choices_of(user)
        wanted = [[row.name for row in by_name(model.objects.all())] for model in (Region, Sector)]

    assert [[name for _key, name in listed] for listed in (found.regions, found.sectors)] == wanted


def groups(page):
    menu = page.partition('<select name="province"')[2].partition("</select>")[0]
    return re.findall(r'<optgroup label="([^"]*)"', menu)


def names(first=""):
    listed = [row.name for row in by_name(Region.objects.all())]
    return sorted(listed, key=lambda name: name != first)


def test_provinces_stand_in_the_order_of_the_regions(client, year):
    page = client.get("/apply/").text

    assert groups(page) == names()
    assert page.partition('label="Béni Mellal-Khénifra">')[2].partition("</optgroup>")[0].startswith("<option")


def test_provinces_of_the_region_told_in_the_check_come_first(client, year):
    client.post("/check/q/region/", {"answer": "09"})

    assert groups(client.get("/apply/").text) == names("Souss-Massa")


@pytest.mark.parametrize(("typed", "first"), [("07", "Marrakech-Safi"), ("zz\0", ""), ("", "")])
def test_provinces_follow_the_region_just_chosen(client, year, typed, first):
    client.post("/check/q/region/", {"answer": "09"})
    page = client.post("/apply/", {"region": typed, "name": "Atlas Maille"}).text

    assert groups(page) == names(first)
