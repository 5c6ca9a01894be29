"""The list of cases."""

import itertools
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from companies.accounts.enums import Role
from companies.cases import actions as cases
from companies.cases.enums import Origin, Sign, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.desk.choices import choices_of
from companies.desk.lists import case_list
from companies.enrolment.models import Application
from companies.enrolment.pages import SUPPORT
from companies.journal.actors import SYSTEM
from companies.questionnaires.models import Form, FormQuestion, Response
from companies.reference.models import Sector
from companies.registry.models import Company
from tests.support import making

pytestmark = pytest.mark.django_db
CASES = "/desk/cases/"


def shown(client, **query):
    """The names on the page, in order."""
    page = client.get(CASES, query).content.decode()
    return re.findall(r'class="row-title"[^>]*><bdi>([^<]*)</bdi>', page)


def named(name, **fields):
    case_fields = {key: fields.pop(key) for key in ("officer", "reached") if key in fields}
    return making.case(making.company(name, **fields), **case_fields)


def set_quiet(case, days):
    at = clock.now() - timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(last_sign_at=at, last_sign=Sign.SPOKEN)


def test_officer_sees_the_cases_of_the_region_and_those_given(client, officer):
    named("Atlas")
    named("Souss", region=making.SOUSS)
    named("Zagora", region=making.SOUSS, officer=officer)
    assert sorted(shown(client)) == ["Atlas", "Zagora"]


@pytest.mark.parametrize("role", [Role.NATIONAL, Role.ADMIN])
def test_national_staff_see_all(client, as_role, role):
    as_role(role)
    named("Atlas"), named("Souss", region=making.SOUSS)
    assert sorted(shown(client)) == ["Atlas", "Souss"]


def test_coach_sees_own_cases(client, as_role):
    coach = as_role(Role.COACH)
    named("Atlas")
    Case.objects.filter(pk=named("Ziz").pk).update(coach=coach)
    assert shown(client) == ["Ziz"]


@pytest.fixture
def programme(officer):
    """Cases that differ in all that can be filtered by."""
    other = making.person()
    sectors = list(Sector.objects.order_by("code")[:2])
    combinations = itertools.product(
        [None, officer, other], sectors, [Status.LISTED, Status.INVITED, Status.DIAGNOSTIC]
    )
    for number, (follower, sector, reached) in enumerate(combinations):
        case = named(f"Firme {number:02}", sector=sector, officer=follower, reached=reached)
        set_quiet(case, number * 4)
        Case.objects.filter(pk=case.pk).update(origin=Origin.WALK_IN if number % 4 == 0 else Origin.LIST)
    cases.close(Case.objects.filter(stage="targeted").first(), closed_as="declined", by=SYSTEM, at=clock.now())
    return officer, other, sectors


NAIVE = {
    "stage": lambda case, value: case.stage == value,
    "status": lambda case, value: case.status == value,
    "sector": lambda case, value: str(case.company.sector_id) == value,
    "officer": lambda case, value: str(case.officer_id or "none") == value,
    "origin": lambda case, value: case.origin == value,
    "silent": lambda case, value: (
        case.stage != "closed" and case.last_sign_at < clock.now() - timedelta(days=int(value))
    ),
}


def test_every_pair_of_filters_agrees_with_a_naive_one(programme):
    officer, other, sectors = programme
    values = {
        "stage": ["targeted", "coaching", "closed"],
        "status": ["listed", "invited"],
        "sector": [str(sector.pk) for sector in sectors],
        "officer": [str(officer.pk), str(other.pk), "none"],
        "origin": ["list", "walk_in"],
        "silent": ["7", "30"],
    }
    everything = list(Case.objects.select_related("company"))
    listing = case_list(officer, choices_of(officer), at=clock.now())
    for (one, ones), (two, twos) in itertools.combinations(values.items(), 2):
        for a, b in itertools.product(ones, twos):
            found = listing.narrowed(Case.objects.visible_to(officer), QueryDict(urlencode({one: a, two: b})))
            naive = {case.pk for case in everything if NAIVE[one](case, a) and NAIVE[two](case, b)}
            assert set(found.values_list("pk", flat=True)) == naive, (one, a, two, b)


def test_two_values_of_one_filter_add_up(programme):
    officer, _other, _sectors = programme
    listing = case_list(officer, choices_of(officer), at=clock.now())
    found = listing.narrowed(Case.objects.visible_to(officer), QueryDict("status=listed&status=invited"))
    assert set(found.values_list("status", flat=True)) == {"listed", "invited"}


@pytest.mark.parametrize("query", ["status=bored", "officer=999999", "sector=x", "silent=13"])
def test_unknown_value_shows_nothing(client, programme, query):
    assert client.get(f"{CASES}?{query}").context["page"].rows == []


def test_counts_of_tab_chips_and_rows_agree(client, programme):
    first = client.get(CASES).context["page"]
    for tab in first.tabs:
        page = client.get(CASES + tab.url).context["page"]
        assert str(tab.count) == str(page.count) == str(len(page.rows))
        assert [each.label for each in page.tabs if each.current] == [tab.label]


@pytest.mark.parametrize("sort", ["company", "-company", "sign", "-sign", "status", "-status"])
def test_pages_show_every_case_once_in_order(client, officer, sort):
    for number in range(57):
        case = named(f"Firme {number % 19:02}")
        if number % 3:
            set_quiet(case, number % 7)
    seen, address = [], f"{CASES}?sort={sort}"
    for _turn in range(4):
        page = client.get(address).context["page"]
        seen += [row["pk"] for row in page.rows]
        if not page.next:
            break
        address = CASES + page.next
    assert len(seen) == len(set(seen)) == 57
    key = {"company": "company__sort_key", "sign": "quiet_since", "status": "status_since"}[sort.removeprefix("-")]
    sign = "-" if sort.startswith("-") else ""
    assert seen == list(Case.objects.order_by(sign + key, f"{sign}pk").values_list("pk", flat=True))


def test_search_finds_by_name_in_both_scripts_ice_contact_and_number(client, officer):
    firm = making.company("Conserves Doukkala", name_ar="مصبرات دكالة", ice="001534867000042")
    person = making.contact(firm, name="Rachida Tazi", email="direction@doukkala.example")
    Company.objects.filter(pk=firm.pk).update(search_key=_keys(firm, person))
    case = making.case(firm)
    named("Marbre Ziaïda")
    words = [
        "doukk",
        "دكالة",
        "001534",
        "0015 3486",
        "rachida",
        "direction@doukkala",
        case.reference,
        case.reference[:9],
    ]
    assert [shown(client, q=each) for each in words] == [["Conserves Doukkala"]] * len(words)


def _keys(firm, person):
    from companies.registry import keys  # the keys as the registry sets them

    keys.set_keys(firm, [person])
    return firm.search_key


def test_search_stays_within_reach(client, officer):
    named("Doukkala Souss", region=making.SOUSS)
    assert shown(client, q="doukkala") == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"q": "do"}, "Tapez au moins 3 lettres ou chiffres."),
        ({"q": "<b>rien</b>"}, "&lt;b&gt;rien&lt;/b&gt;"),
        ({"status": "draft"}, "Aucun dossier ne correspond à ces filtres"),
        ({}, "Aucun dossier encore"),
    ],
)
def test_empty_list_says_why(client, officer, query, words):
    assert words in client.get(CASES, query).content.decode()


def test_line_shows_sign_of_life_and_next_action(client, officer):
    invited = named("Atlas", officer=officer, reached=Status.INVITED)
    before = clock.now() - timedelta(days=2)
    cases.add_task(invited, kind=TaskKind.CALL, due_on=clock.local_day(before), by=SYSTEM, at=before)
    cases.add_task(invited, kind=TaskKind.LETTER, due_on=clock.today(), by=SYSTEM, at=clock.now())
    row = client.get(CASES).context["rows"][0]
    assert (row.sign, row.act, row.late, row.officer) == (
        "Jamais",
        "Appeler",
        "en retard de 2\N{NO-BREAK SPACE}jours",
        "Hajar Benlamine",
    )


@pytest.mark.parametrize("days", [0, 1, 3])
def test_line_says_how_long_ago(client, officer, days):
    set_quiet(named("Atlas"), days)
    row = client.get(CASES).context["rows"][0]
    assert row.sign == {0: "aujourd’hui", 1: "hier", 3: "il y a 3\N{NO-BREAK SPACE}jours"}[days]


def draft(form, name):
    """A file whose application was begun with a version of the form, its first page done."""
    case = named(name, reached=Status.DRAFT)
    response = Response.objects.create(form=form, case=case, pages_done=["company"], started_at=clock.now())
    return Application.objects.create(case=case, response=response)


def test_draft_counts_the_pages_of_the_version_it_was_begun_with(client, officer, django_assert_num_queries):
    whole, shorter = (Form.objects.create(key="application", version=n, published_at=clock.now()) for n in (1, 2))
    for question in SUPPORT.questions:
        FormQuestion.objects.create(form=shorter, key=question.key, shown=False)
    draft(whole, "Atlas"), draft(shorter, "Ziz")
    details = {row.name: row.detail for row in client.get(CASES).context["rows"]}
    assert details == {"Atlas": "1 sur 8\N{NO-BREAK SPACE}pages", "Ziz": "1 sur 7\N{NO-BREAK SPACE}pages"}
    draft(shorter, "Rif"), draft(whole, "Draa")
    with django_assert_num_queries(7):
        client.get(CASES)


def test_list_costs_the_same_for_one_and_three(client, officer, django_assert_num_queries):
    named("Atlas", reached=Status.DRAFT)
    with django_assert_num_queries(7):
        client.get(CASES)
    named("Ziz", officer=officer), named("Rif", reached=Status.INVITED)
    with django_assert_num_queries(7):
        client.get(CASES, {"sort": "company", "origin": "list", "q": "atlas"})
    with django_assert_num_queries(7):
        client.get(CASES)


def test_list_is_not_posted_to(client, officer):
    assert client.post(CASES).status_code == 405
