"""The page that shows where companies stop in the form, and the files behind its figures."""

import html
import re
from datetime import timedelta

import pytest
import time_machine

from companies.accounts.enums import Role
from companies.cases.models import Case
from companies.desk.dropping import FIGURES
from companies.enrolment import actions as enrolment
from companies.enrolment.dropping import FIGURES as COUNTED
from companies.enrolment.models import Application
from tests.enrolment.world import AT, begun, filled, fresh, invited_case, make_year, save, sent
from tests.support import making

pytestmark = pytest.mark.django_db
PAGE, FILES = "/desk/form/drop-off/", "/desk/form/drop-off/files/"
LATE = AT + timedelta(days=10)


@pytest.fixture(autouse=True)
def now():
    """Ten days after all was saved: what stands still then was left."""
    with time_machine.travel(LATE, tick=False):
        yield


def draft(name="Doukkala", language="fr"):
    return fresh(begun(invited_case(name=name, email=f"{name}@b.example".lower(), language=language)))


def cells(client, **query):
    """The figures that are not 0, by their accessible name, with the address behind each."""
    page = client.get(PAGE, query).content.decode()
    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+): \d+">([\d\u202f]+)</a>', page)
    return {html.unescape(name): (int(number), html.unescape(url)) for url, name, number in links}


def numbers(client, **query):
    return {name: number for name, (number, _url) in cells(client, **query).items()}


def listed(client, url):
    page = client.get(url).content.decode()
    return sorted(re.findall(r'class="row-title"[^>]*><bdi>([^<]*)</bdi>', page))


def test_every_figure_leads_to_the_files_it_counts(client, as_role):
    as_role(Role.NATIONAL)
    draft("Alpha")
    save(draft("Beta"), "company")
    sent(filled(draft("Gamma")))

    found = cells(client)

    assert found["Entreprise, Atteinte"][0] == 3
    assert found["Entreprise, Enregistrée"][0] == 2
    assert found["Entreprise, Abandon"][0] == 1
    assert found["Contact, Abandon"][0] == 1
    assert [len(listed(client, url)) for _number, url in found.values()] == [number for number, _url in found.values()]
    assert listed(client, found["Entreprise, Abandon"][1]) == ["Alpha"]
    assert listed(client, found["Contact, Abandon"][1]) == ["Beta"]


def test_every_figure_is_declared_with_its_words(client, as_role):
    as_role(Role.NATIONAL)
    page = client.get(PAGE).content.decode()

    assert [figure.key for figure in FIGURES] == list(COUNTED)
    assert all(html.escape(str(figure.formula)) in page or str(figure.formula) in page for figure in FIGURES)


def test_language_and_region_narrow_page_and_list(client, as_role):
    as_role(Role.NATIONAL)
    draft("Alpha")
    draft("Beta", language="ar")
    make_year()
    region = making.region(making.SOUSS).pk

    assert numbers(client, language="ar")["Entreprise, Atteinte"] == 1
    assert listed(client, cells(client, language="ar")["Entreprise, Atteinte"][1]) == ["Beta"]
    assert numbers(client, region=region) == {}
    assert numbers(client)["Entreprise, Atteinte"] == 2


@pytest.mark.parametrize(
    "query", [{"language": "xx"}, {"region": "999"}, {"year": "999"}, {"region": "\x00"}, {"year": "1" * 40}]
)
def test_what_is_not_there_shows_nothing(client, as_role, query):
    as_role(Role.NATIONAL)
    draft()

    assert client.get(PAGE, query).status_code == 200
    assert numbers(client, **query) == {}


@pytest.mark.parametrize("figure", ["", "contact", "contact.", ".left", "contact.x", "x.left", "a" * 5000])
def test_figure_that_is_not_there_lists_nothing(client, as_role, figure):
    as_role(Role.NATIONAL)
    draft()

    answer = client.get(FILES, {"figure": figure} if figure else {"figure": "?"})

    assert answer.status_code == 200
    assert b"row-title" not in answer.content


def test_officers_count_within_their_reach(client):
    draft()
    client.force_login(making.person(Role.OFFICER, making.SOUSS))

    assert numbers(client) == {}
    assert listed(client, FILES) == []


def test_application_prepared_with_more_time_was_reached_by_nobody(client, as_role):
    as_role(Role.NATIONAL)
    case = invited_case()
    enrolment.extend(
        Case.objects.get(pk=case.pk),
        make_year().closes_on + timedelta(days=9),
        reason="x",
        by=case.officer.actor,
        at=AT,
    )

    assert Application.objects.filter(case=case).exists()
    assert numbers(client) == {}
    assert listed(client, FILES) == []


def test_shares_are_shown_from_twenty_files_on(client, as_role, monkeypatch):
    as_role(Role.NATIONAL)
    draft("Alpha")
    assert "100\u00a0%" not in client.get(PAGE).content.decode()

    monkeypatch.setattr("companies.desk.dropping.ENOUGH", 1)

    assert "100\u00a0%" in client.get(PAGE).content.decode()


def test_before_any_year_the_page_says_so(client, as_role):
    as_role(Role.NATIONAL)

    assert "Aucun formulaire n’est commencé" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("files", [1, 3])
def test_pages_cost_the_same_whatever_there_is(client, as_role, django_assert_num_queries, files):
    as_role(Role.NATIONAL)
    for number in range(files):
        draft(f"N{number}")
    client.get(PAGE)
    client.get(FILES)

    with django_assert_num_queries(8):
        client.get(PAGE)
    with django_assert_num_queries(9):
        client.get(FILES)
