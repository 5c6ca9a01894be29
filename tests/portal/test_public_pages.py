"""Public pages: what they cost, what they say on each day, how a browser asks again."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from companies.content.models import Text
from companies.content.slots import PAGES
from companies.enrolment.queries import progress_of
from companies.questionnaires import choices
from companies.reference.models import Site
from tests.support import making
from tests.support.making import AT

pytestmark = pytest.mark.django_db

COSTS = {
    "/": 5,  # the year for the page and for its texts, the texts, how many questions, the site's name
    "/about/programme/": 3,
    "/about/privacy/": 2,
    "/questions/": 4,
    "/examples/": 3,
    "/people/": 4,
    "/check/": 4,
    "/check/q/sector/": 4,
    "/what-stops-you/": 2,
    "/what-stops-you/words/": 1,
    "/robots.txt": 0,
    "/sitemap.xml": 0,
}


@pytest.fixture
def year(db):
    for source in ("region", "sector"):
        choices.rows(source)  # each process keeps them for a minute
    return making.year(places=400)


@pytest.mark.parametrize("path", COSTS)
def test_page_costs_a_stated_number_of_statements(client, year, path, django_assert_num_queries):
    client.get(path)
    with django_assert_num_queries(COSTS[path]):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_home_says_the_values_of_the_day(client, year, language):
    client.cookies["django_language"] = language
    page = client.get("/").content.decode()

    minutes = str(progress_of([]).minutes_left)
    assert [each in page for each in ("400", minutes, "2027")] == [True, True, True]
    assert "{" not in page


def test_home_without_a_year_leaves_out_what_nobody_knows(client):
    page = client.get("/").content.decode()

    assert ("{" in page, "400" in page, "Vendre à l’étranger" in page) == (False, False, True)


def test_home_of_a_year_that_is_over_says_so(client):
    making.year(closes_on=date(2027, 4, 30))
    with time_machine.travel(AT.replace(year=2027, month=6), tick=False):
        page = client.get("/").content.decode()

    assert ("la prochaine sera annoncée ici" in page, "home-facts" in page) == (True, False)
    assert 'href="/apply/"' not in page


def test_home_has_a_plain_way_in_for_who_has_decided(client, year):
    after = client.get("/").text.partition('class="after-doors"')[2].partition("</p>")[0]

    assert after.startswith('><a href="/apply/">Commencer ma candidature</a> <a href="/letter/">')
    assert client.get("/apply/").status_code == 200


def test_home_whose_texts_are_gone_still_opens_its_doors(client, year):
    Text.objects.all().delete()
    page = client.get("/").content.decode()

    assert all(address in page for address in ('href="/check/"', 'href="/letter/"', 'action="/what-stops-you/"'))


@pytest.mark.parametrize("slug", PAGES)
def test_pages_of_the_footer_are_linked_everywhere(client, slug):
    assert client.get(f"/about/{slug}/").status_code == 200
    if slug != "programme":
        assert f'href="/about/{slug}/"' in client.get("/letter/").content.decode()


def test_page_that_is_none_is_missing(client):
    assert client.get("/about/nothing/").status_code == 404


def test_contact_page_leaves_out_what_the_site_does_not_have(client):
    Site.objects.update_or_create(pk=1, defaults={"phone": "", "contact_email": "appui@export.example"})
    page = client.get("/about/contact/").content.decode().partition("<footer")[0]

    assert ("Téléphone" in page, "appui@export.example" in page) == (False, True)


def test_examples_of_one_sector(client):
    page = client.get("/examples/?sector=AGRO").content.decode()
    whole = client.get("/examples/?sector=%00NONE").content.decode()

    assert (page.count('class="example"'), whole.count('class="example"')) == (1, 6)


def test_visitor_who_asks_again_gets_a_line(client, year):
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first["ETag"]})
    client.cookies["django_language"] = "ar"
    other = client.get("/", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert first["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first["Vary"]


def test_edited_text_is_read_at_once(client, year):
    first = client.get("/")
    Text.objects.filter(slot="landing.title").update(title_fr="Autre titre")

    assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_page_with_the_form_token_of_another_browser_is_not_taken_for_ones_own(year):
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    seen = one.get("/")
    etag = one.get("/")["ETag"]
    other.get("/")

    assert "csrftoken" in seen.cookies
    assert other.get("/", headers={"If-None-Match": etag}).status_code == 200
    assert one.get("/", headers={"If-None-Match": etag}).status_code == 304


def test_signed_in_person_s_page_is_kept_nowhere(client):
    client.force_login(making.person())

    assert "no-store" in client.get("/questions/")["Cache-Control"]


def test_search_engines_are_told_the_public_pages_only(client):
    robots, sitemap = client.get("/robots.txt").content.decode(), client.get("/sitemap.xml").content.decode()

    assert ("Disallow: /file/" in robots, "Disallow: /check" in robots) == (True, False)
    assert ("/questions/</loc>" in sitemap, "/file/" in sitemap, "/desk" in sitemap) == (True, False, False)
