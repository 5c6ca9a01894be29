"""How files begin, and who follows them."""

import pytest

from companies.accounts.enums import Role
from companies.cases.enums import Origin, YearState
from companies.cases.models import Case
from companies.registry.models import Company, Contact
from tests.support import making

pytestmark = pytest.mark.django_db
OPEN, NEW, ONE, HAND_OUT = "/desk/cases/open/", "/desk/cases/new/", "/desk/cases/open-one/", "/desk/cases/hand-out/"


@pytest.fixture
def year():
    return making.year()


def test_preview_counts_and_names_who_would_get_a_file(client, officer, year):
    making.company("Atlas"), making.company("Ziz", ceased_on=making.ON), making.company(region=making.SOUSS)
    making.case(making.company("Rif"))
    context = client.get(OPEN).context
    assert (context["count"], [company.name for company in context["shown"]]) == (1, ["Atlas"])
    assert Case.objects.count() == 1


def test_files_open_for_all_within_reach_once(client, officer, year):
    making.company("Atlas"), making.company("Ziz"), making.company("Souss", region=making.SOUSS)
    assert client.post(OPEN).url == "/desk/cases/"
    client.post(OPEN)
    assert sorted(Case.objects.values_list("company__name", "origin")) == [("Atlas", "list"), ("Ziz", "list")]


def test_manager_goes_on_to_hand_out(client, as_role, year):
    as_role(Role.MANAGER)
    making.company("Atlas")
    assert client.post(OPEN).url == HAND_OUT


@pytest.mark.parametrize("address", [OPEN, NEW])
def test_without_a_year_the_page_says_so(client, officer, address):
    assert "Aucune campagne n’est ouverte" in client.get(address).content.decode()
    making.year(code="2025", state=YearState.CLOSED)
    assert client.post(address).status_code == 200
    assert not Case.objects.exists()


def test_preview_costs_the_same_for_one_and_three(client, officer, year, django_assert_num_queries):
    making.company()
    with django_assert_num_queries(5):
        client.get(OPEN)
    making.company(), making.company()
    with django_assert_num_queries(5):
        client.get(OPEN)


@pytest.mark.parametrize("role", [Role.COACH, Role.NATIONAL])
def test_who_does_not_invite_opens_nothing(client, as_role, year, role):
    as_role(role)
    assert [client.post(address).status_code for address in (OPEN, NEW, ONE)] == [403] * 3


WALK_IN = {"name": "Huiles du Zerhoun", "region": "", "contact_name": "Samira B.", "phone": "06 61 20 31 42"}


def walk_in(client, **fields):
    region = making.region().pk
    return client.post(NEW, {**WALK_IN, "region": region, "language": "ar", **fields})


def test_walk_in_is_entered_with_person_and_officer(client, officer, year):
    answer = walk_in(client, ice="", town="Meknès")
    case = Case.objects.get()
    assert answer.url == f"/desk/cases/{case.reference}/"
    assert (case.origin, case.officer, case.company.name) == (Origin.WALK_IN, officer, "Huiles du Zerhoun")
    assert Contact.objects.values_list("name", "phone", "language", "primary").get() == (
        "Samira B.",
        "+212661203142",
        "ar",
        True,
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"region": ""}, "region"),
        ({"region": "9999"}, "region"),
        ({"ice": "12"}, "ice"),
        ({"ice": "12345678901234X"}, "ice"),
        ({"phone": "12"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"language": "xx"}, "language"),
        ({"founded": "87"}, "founded"),
        ({"legal_form": "9999"}, "legal_form"),
        ({"sector": "9999"}, "sector"),
        ({"name": "x" * 201}, "name"),
        ({"contact_name": "", "phone": ""}, "__all__"),
    ],
)
def test_walk_in_that_is_not_understood_comes_back(client, officer, year, fields, field):
    answer = walk_in(client, **fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Company.objects.exists()
    assert not Case.objects.exists()


def test_walk_in_of_another_region_is_not_placed_there(client, officer, year):
    assert walk_in(client, region=making.region(making.SOUSS).pk).status_code == 422


def test_walk_in_of_a_known_company_leads_to_it(client, officer, year):
    known = making.company("Atlas", ice="001534867000042")
    answer = walk_in(client, ice="001534867000042")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ice"])
    assert answer.context["twin"] == [(known, "")]


def test_known_company_out_of_reach_is_not_shown(client, officer, year):
    making.company("Arganier", ice="001534867000042", region=making.SOUSS)
    answer = walk_in(client, ice="001534867000042")
    assert answer.context["twin"] == []
    assert "Arganier" not in answer.content.decode()


def test_known_company_is_found_with_its_file(client, officer, year):
    case, without = making.case(making.company("Atlas Nord")), making.company("Atlas Sud")
    making.company("Atlas Souss", region=making.SOUSS)
    hits = client.get(NEW, {"q": "atlas"}).context["hits"]
    assert hits == [(case.company, case.reference), (without, "")]


def test_one_file_is_opened_by_hand_and_twice_leads_to_the_same(client, officer, year):
    firm = making.company()
    first, second = (client.post(ONE, {"company": firm.pk}).url for _turn in range(2))
    case = Case.objects.get()
    assert first == second == f"/desk/cases/{case.reference}/"
    assert case.officer == officer


@pytest.mark.parametrize("company", ["", "x", "0", "99999999999999999999", "-1", "٣"])
def test_file_of_no_company_is_not_opened(client, officer, year, company):
    assert client.post(ONE, {"company": company}).status_code == 404


def test_file_of_a_company_out_of_reach_is_not_opened(client, officer, year):
    assert client.post(ONE, {"company": making.company(region=making.SOUSS).pk}).status_code == 404


def test_shares_are_shown_then_handed_out(client, as_role):
    as_role(Role.MANAGER)
    busy, idle = making.person(name="Amal"), making.person(name="Bilal")
    making.case(officer=busy), making.case(), making.case(), making.case(region=making.SOUSS)
    shares = client.get(HAND_OUT).context["shares"]
    assert [(share.officer, share.now, share.more, share.total) for share in shares] == [
        (busy, 1, 1, 2),
        (idle, 0, 1, 1),
    ]
    client.post(HAND_OUT)
    assert sorted(Case.objects.values_list("officer__name", flat=True), key=str) == ["Amal", "Amal", "Bilal", None]


def test_region_without_officer_is_named(client, as_role):
    as_role(Role.MANAGER)
    making.case()
    assert [region.code for region in client.get(HAND_OUT).context["left"]] == [making.CASABLANCA]


def test_hand_out_costs_the_same_for_one_and_three(client, as_role, django_assert_num_queries):
    as_role(Role.MANAGER)
    making.person(), making.case()
    with django_assert_num_queries(7):
        client.get(HAND_OUT)
    making.case(), making.case()
    with django_assert_num_queries(7):
        client.get(HAND_OUT)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COACH, Role.NATIONAL])
def test_who_does_not_supervise_hands_nothing_out(client, as_role, role):
    as_role(role)
    case = making.case()
    Case.objects.update(coach=None)
    assert client.post(HAND_OUT).status_code == 403
    assert client.post(f"/desk/cases/{case.reference}/assign/").status_code in (403, 404)
    assert Case.objects.get().officer is None


def test_one_file_is_given_to_an_officer(client, as_role):
    as_role(Role.MANAGER)
    case, chosen = making.case(), making.person()
    client.post(f"/desk/cases/{case.reference}/assign/", {"person": chosen.pk})
    assert Case.objects.get().officer == chosen


@pytest.mark.parametrize("person", ["", "x", "999999"])
def test_file_given_to_nobody_comes_back(client, as_role, person):
    as_role(Role.MANAGER)
    answer = client.post(f"/desk/cases/{making.case().reference}/assign/", {"person": person})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["person"])


def test_walk_in_sent_twice_without_ice_is_one_company(client, officer, year):
    given = {"name": "Poterie Safi", "region": officer.regions.get().pk, "language": "fr", "phone": "0661203142"}

    answers = [client.post("/desk/cases/new/", given).status_code for _press in range(2)]

    assert answers == [302, 422]
    assert Company.objects.filter(name="Poterie Safi").count() == 1
