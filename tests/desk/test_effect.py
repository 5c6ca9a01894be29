"""The page of effect and the files behind its figures."""

import html
import re
from datetime import date

import pytest
import time_machine

from companies.accounts.enums import Role
from companies.cases.models import Case
from companies.outreach.models import Answer, Reminder
from companies.outreach.seen import effect
from companies.outreach.seen.effect import FIGURES
from tests.outreach.passing import Days, at, invited
from tests.support import making

pytestmark = pytest.mark.django_db
PAGE, FILES = "/desk/reminders/effect/", "/desk/reminders/effect/files/"


@pytest.fixture(autouse=True)
def now():
    """The day on which the page is read: day 30 of the ladder."""
    with time_machine.travel(at(30), tick=False):
        yield


@pytest.fixture
def written_to(db, smtp_sink):
    days = Days(smtp_sink)

    def make(number, **fields):
        made = [invited(officer=making.person(), **fields) for _n in range(number)]
        days.sweep(at(7))
        return made

    return make


def cells(client, **query):
    """The figures that are not 0, by their accessible name, with the address behind each."""
    page = client.get(PAGE, query).content.decode()
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+): \d+">([\d\u202f]+)</a>', page)
    return {html.unescape(name): (int(number), html.unescape(url)) for url, name, number in links}


def listed(client, url):
    page = client.get(url).content.decode()
    return re.findall(r'class="row-title"[^>]*><bdi>([^<]*)</bdi>', page)


def test_every_figure_leads_to_the_files_it_counts(client, officer, written_to):
    first, second, *_rest = written_to(4)
    Answer.objects.create(reminder=first.reminders.get(), kind="help", at=at(8))
    Answer.objects.create(reminder=second.reminders.get(), kind="later", at=at(12))
    found = cells(client, days=7)
    assert {name: number for name, (number, _url) in found.items()} == {
        "Message 1, Envoyés": 4,
        "Message 1, A demandé de l’aide": 1,
        "Message 1, Pas maintenant": 1,
        "Message 1, Rien vu": 2,
    }
    assert [len(listed(client, url)) for _number, url in found.values()] == [4, 1, 1, 2]
    assert listed(client, found["Message 1, A demandé de l’aide"][1]) == [first.company.name]


def test_days_chosen_change_the_figures(client, officer, written_to):
    (case,) = written_to(1)
    Answer.objects.create(reminder=case.reminders.get(), kind="help", at=at(12))
    assert set(cells(client, days=3)) == {"Message 1, Envoyés", "Message 1, Rien vu"}
    assert set(cells(client, days=14)) == {"Message 1, Envoyés", "Message 1, A demandé de l’aide"}
    assert set(cells(client, days="x")) == set(cells(client, days=7))


def test_year_and_region_narrow_page_and_list(client, as_role, written_to):
    as_role(Role.NATIONAL)
    written_to(1)
    written_to(2, region=making.SOUSS)
    region = making.region(making.SOUSS).pk
    assert cells(client)["Message 1, Envoyés"][0] == 3
    narrowed = cells(client, region=region)["Message 1, Envoyés"]
    assert (narrowed[0], len(listed(client, narrowed[1]))) == (2, 2)
    other = making.year(code="2026", opens_on=date(2025, 11, 1), closes_on=date(2026, 4, 30), state="closed")
    assert cells(client, year=other.pk) == {}


@pytest.mark.parametrize("query", [{"year": "999999"}, {"year": "x"}, {"region": "999999"}, {"region": "x"}])
def test_filter_that_is_not_there_shows_nothing(client, as_role, written_to, query):
    as_role(Role.NATIONAL)
    written_to(1)
    assert cells(client, **query) == {}
    assert listed(client, FILES + "?" + "&".join(f"{key}={value}" for key, value in query.items())) == []


@pytest.mark.parametrize(
    "query", ["line=x", "line=invited.9.message", "line=invited.1.letter", "figure=all", "days=8", "after=%00"]
)
def test_mangled_address_of_the_list_is_no_failure(client, officer, written_to, query):
    written_to(1)
    page = client.get(f"{FILES}?{query}")
    assert page.status_code == 200
    assert len(listed(client, f"{FILES}?{query}")) == (1 if query.startswith("after") else 0)


def test_officer_sees_the_own_region_only(client, officer, written_to):
    written_to(2, region=making.SOUSS)
    assert cells(client) == {}
    assert listed(client, FILES) == []
    Case.objects.update(region=making.region())
    assert cells(client)["Message 1, Envoyés"][0] == 2


def test_shares_are_shown_from_twenty_lines_on(client, officer, written_to):
    written_to(19)
    assert "100\u00a0%" not in client.get(PAGE).content.decode()
    written_to(1)
    assert "100\u00a0%" in client.get(PAGE).content.decode()


def test_empty_page_says_so(client, officer):
    making.year()
    assert "Aucun rappel n’est encore parti" in client.get(PAGE).content.decode()


def test_site_without_a_programme_year_has_its_page(client, officer):
    assert client.get(PAGE).status_code == 200
    assert client.get(FILES).status_code == 200


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_each_figure_is_defined_on_the_page(client, language):
    client.force_login(making.person(language=language))
    page = client.get(PAGE)
    told = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page.content.decode())
    assert len(told) == len(FIGURES)
    assert len(set(told)) == len(FIGURES)


def test_list_tells_what_followed(client, officer, written_to):
    (case,) = written_to(1)
    Answer.objects.create(reminder=case.reminders.get(), kind="help", at=at(9))
    page = client.get(FILES).content.decode()
    assert "A demandé de l’aide" in page
    assert "2\u00a0jours après" in page


@pytest.mark.parametrize(("address", "number"), [(PAGE, 6), (FILES, 8)])
def test_pages_take_the_same_statements_for_one_line_and_for_three(
    client, officer, written_to, django_assert_num_queries, address, number
):
    written_to(1)
    with django_assert_num_queries(number):
        client.get(address)
    written_to(2)
    with django_assert_num_queries(number):
        client.get(address)
    assert len(effect.table(Reminder.objects.all(), 7, at=at(30))) == 1


@pytest.mark.parametrize("address", [PAGE, FILES])
def test_other_methods_are_refused(client, officer, address):
    assert client.post(address).status_code == 405
