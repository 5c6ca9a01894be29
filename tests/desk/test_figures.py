"""The page of figures: each leads to the files that it counts, within reach; the first page of who works on none."""

import html
import re
from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import Channel, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.desk.figures import FIGURES
from companies.dialogue.models import Obstacle
from companies.enrolment.figures import FIGURES as COUNTED
from companies.journal.actors import SYSTEM
from tests.enrolment.world import begun, filled, invited_case, sent
from tests.support import making

pytestmark = pytest.mark.django_db
PAGE = "/desk/figures/"


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


def late(case):
    at = clock.now() - timedelta(days=9)
    cases.add_task(case, kind=TaskKind.CALL, due_on=clock.today() - timedelta(days=2), by=SYSTEM, at=at)


def stopped(case, code, n=1):
    for _each in range(n):
        Obstacle.objects.create(company=case.company, case=case, code=code, source="officer", at=clock.now())


def test_every_figure_leads_to_the_files_it_counts(client, as_role):
    as_role(Role.NATIONAL)
    mine = [making.case() for _each in range(3)]
    far = making.case(region=making.SOUSS)
    Case.objects.filter(pk__in=[mine[0].pk, far.pk]).update(channel=Channel.MAIL)
    late(mine[0]), late(mine[0])
    stopped(mine[1], "logistics", n=2), stopped(far, "logistics"), stopped(far, "no_time_or_staff")

    found = cells(client)

    assert {name: number for name, (number, _url) in found.items()} == {
        "Casablanca-Settat, Entreprises": 3,
        "Casablanca-Settat, Invitées": 1,
        "Casablanca-Settat, Tâche en retard": 1,
        "Souss-Massa, Entreprises": 1,
        "Souss-Massa, Invitées": 1,
        "Toutes les régions, Entreprises": 4,
        "Toutes les régions, Invitées": 2,
        "Toutes les régions, Tâche en retard": 1,
        "Logistique, Entreprises": 2,
        "Temps ou personnel, Entreprises": 1,
    }
    assert [len(listed(client, url)) for _number, url in found.values()] == [number for number, _url in found.values()]


def test_what_was_begun_and_sent_is_counted(client, as_role):
    as_role(Role.NATIONAL)
    invited_case(name="Alpha", email="alpha@b.example")
    begun(invited_case(name="Beta", email="beta@b.example"))
    sent(filled(begun(invited_case(name="Gamma", email="gamma@b.example"))))

    found = {name.partition(", ")[2]: each for name, each in cells(client).items()}

    assert listed(client, found["Candidature commencée"][1]) == ["Beta", "Conserves Doukkala SARL"]
    assert listed(client, found["Candidature envoyée"][1]) == ["Conserves Doukkala SARL"]


def test_every_figure_is_declared_with_its_words(client, as_role):
    as_role(Role.NATIONAL)
    page = html.unescape(client.get(PAGE).content.decode())

    assert [figure.key for figure in FIGURES] == list(COUNTED)
    assert [str(figure.formula) in page for figure in FIGURES] == [True] * len(FIGURES)


def test_officer_sees_the_figures_of_the_own_region(client, officer):
    making.case()
    elsewhere = making.case(region=making.SOUSS)
    stopped(elsewhere, "logistics")

    assert numbers(client) == {"Casablanca-Settat, Entreprises": 1}
    url = cells(client)["Casablanca-Settat, Entreprises"][1]
    assert listed(client, re.sub(r"region=\d+", f"region={elsewhere.region_id}", url)) == []


@pytest.mark.parametrize("query", [{"year": "x"}, {"year": "999999"}, {"region": "999999"}, {"region": "x"}])
def test_year_or_region_that_is_not_there_has_no_figures(client, as_role, query):
    as_role(Role.NATIONAL)
    making.case()

    assert numbers(client, **query) == {}


def test_figures_are_narrowed_by_region(client, as_role):
    as_role(Role.NATIONAL)
    making.case()
    region = making.case(region=making.SOUSS).region_id

    assert numbers(client, region=region) == {"Souss-Massa, Entreprises": 1}


@pytest.mark.parametrize("path", [PAGE, "/desk/figures/files/?figure=late"])
def test_figures_cost_the_same_for_one_and_three(client, as_role, django_assert_num_queries, path):
    as_role(Role.NATIONAL)
    stopped(making.case(), "logistics")
    client.get(path)
    with django_assert_num_queries(6):
        client.get(path)
    late(making.case()), stopped(making.case(region=making.SOUSS), "no_time_or_staff")
    with django_assert_num_queries(6):
        client.get(path)


def test_who_works_on_no_file_begins_with_the_figures(client, as_role):
    as_role(Role.NATIONAL)
    page = client.get("/desk/", follow=True)

    assert page.redirect_chain == [(PAGE, 302)]
    assert "Ma journée" not in page.content.decode()


@pytest.mark.parametrize("path", [PAGE, "/desk/figures/files/", "/desk/form/drop-off/", "/desk/public/"])
def test_figures_stand_in_the_menu_and_are_lit_there(client, officer, path):
    assert '<a href="/desk/figures/" aria-current="page">Chiffres</a>' in client.get(path).content.decode()


def test_coach_has_no_figures_in_the_menu(client, as_role):
    as_role(Role.COACH)

    assert 'href="/desk/figures/"' not in client.get("/desk/").content.decode()
