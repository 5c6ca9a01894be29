"""What the public pages were told, at the desk: each within their regions, each number with its definition."""

from datetime import timedelta

import pytest

from companies.accounts.enums import Role
from companies.cases.enums import YearState
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.dialogue import public
from companies.dialogue.enums import ObstacleCode
from companies.eligibility.models import Tally
from companies.reference.models import Region
from tests.support import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(db):
    year = making.year()
    month = clock.today().replace(day=1)
    for region, sector, n in (("06", "AGRO", 3), ("09", "ARTI", 2), ("", "", 1)):
        cell = {"year": year, "month": month, "region": region, "sector": sector}
        Tally.objects.create(**cell, answer="open", n=n)
        Tally.objects.create(**cell, rule="experience", answer="never", n=n)
    row = public.say(ObstacleCode.LOGISTICS, at=clock.now())
    public.place(row, at=clock.now(), region=Region.objects.get(code="06"))
    public.say(ObstacleCode.NO_TIME_OR_STAFF, at=clock.now())


def shown(client, *who):
    client.force_login(making.person(*who))
    context = client.get("/desk/public/").context
    return (
        [(line.name, line.number) for line in context["by_region"]],
        [(line.name, line.number) for line in context["questions"][1].answers[:1]],
        [line.name for line in context["obstacles"]],
    )


def test_officer_sees_what_was_told_for_the_region(client, told):
    assert shown(client, Role.OFFICER) == ([("Casablanca-Settat", 3)], [("Jamais", 3)], ["Logistique"])


def test_national_manager_sees_all_and_what_was_told_without_a_region(client, told):
    regions, answers, obstacles = shown(client, Role.NATIONAL)

    assert (regions, answers) == ([("Casablanca-Settat", 3), ("Souss-Massa", 2), ("Non précisé", 1)], [("Jamais", 6)])
    assert sorted(obstacles) == ["Logistique", "Temps ou personnel"]


def test_what_was_not_told_stands_last(client, told):
    Tally.objects.filter(region="", rule="").update(n=50)
    regions, _answers, _obstacles = shown(client, Role.NATIONAL)

    assert [name for name, _number in regions] == ["Casablanca-Settat", "Souss-Massa", "Non précisé"]


def test_counts_are_narrowed_by_region(client, told):
    client.force_login(making.person(Role.NATIONAL))
    context = client.get("/desk/public/", {"region": Region.objects.get(code="06").pk}).context

    assert [(line.name, line.number) for line in context["by_region"]] == [("Casablanca-Settat", 3)]
    assert [line.name for line in context["obstacles"]] == ["Logistique"]


def test_counts_are_narrowed_by_year(client, told):
    client.force_login(making.person(Role.NATIONAL))
    old = making.year()
    opened = old.opens_on - timedelta(days=400)
    year = ProgrammeYear.objects.create(
        code="1999", opens_on=opened, closes_on=opened + timedelta(days=300), state=YearState.CLOSED
    )
    context = client.get("/desk/public/", {"year": year.pk}).context

    assert (context["by_region"], context["obstacles"]) == ([], [])
    assert client.get("/desk/public/", {"year": "x"}).status_code == 200


def test_coach_sees_none_of_it(client, told):
    client.force_login(making.person(Role.COACH))
    context = client.get("/desk/public/").context

    assert (context["by_region"], context["obstacles"]) == ([], [])


def test_page_costs_a_stated_number_of_statements(client, told, django_assert_num_queries):
    client.force_login(making.person(Role.OFFICER))
    client.get("/desk/public/")
    with django_assert_num_queries(13):
        page = client.get("/desk/public/").content.decode()
    assert ("Une vérification compte une fois" in page, "Une raison par visiteur" in page) == (True, True)


def test_page_without_a_year_says_that_nothing_is_there(client):
    client.force_login(making.person(Role.OFFICER))

    assert "Aucune vérification achevée encore" in client.get("/desk/public/").content.decode()
