from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import translation

from companies.cases.enums import Status
from companies.cases.models import Case
from companies.web.listing import Choice, Column, Count, Listing, Order, Search, View
from tests.support import making

pytestmark = pytest.mark.django_db

CASES = Listing(
    columns=(
        Column("company", "Company", Order("company__sort_key")),
        Column("sign", "Last sign", Order("last_sign_at", nullable=True)),
        Column("status", "Status"),
    ),
    filters=(
        Search("q", "Search", lambda rows, words: rows.filter(company__name__contains=words)),
        Choice("status", "Status", [("listed", "Listed"), ("invited", "Invited"), ("draft", "Draft")], "status"),
        Choice("odd", "Odd", [("yes", "Yes")], narrow=lambda rows, values: rows.filter(company__name__endswith="1")),
    ),
    fields=("reference", "company__name"),
    size=2,
    sort="company",
    views=(View("Invited", "status=invited"), View("All", "")),
)
NAMES = ["Alpha", "Bravo", "Charlie", "Delta", "Echo"]


@pytest.fixture
def cases():
    """Five, in alphabetical order; the second and the fourth gave a sign, the fourth first; the third is invited."""
    made = [making.case(making.company(name)) for name in NAMES]
    for number, days in ((1, 1), (3, 0)):
        Case.objects.filter(pk=made[number].pk).update(last_sign_at=making.AT + timedelta(days=days))
    making.along(made[2], Status.INVITED)
    return made


def page(address: str = ""):
    return CASES.page(Case.objects.all(), QueryDict(address.removeprefix("?")))


def names(shown) -> list[str]:
    return [row["company__name"] for row in shown.rows]


def walk(address: str, way: str) -> list[list[str]]:
    """The names on each page, going `way` ("next" or "previous") to the end."""
    found = []
    while True:
        shown = page(address)
        found.append(names(shown))
        address = getattr(shown, way)
        if not address:
            return found


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("company", ["Alpha", "Bravo", "Charlie", "Delta", "Echo"]),
        ("-company", ["Echo", "Delta", "Charlie", "Bravo", "Alpha"]),
        ("sign", ["Alpha", "Charlie", "Echo", "Delta", "Bravo"]),
        ("-sign", ["Bravo", "Delta", "Echo", "Charlie", "Alpha"]),
    ],
)
def test_pages_follow_one_another_there_and_back(sort, expected):
    there = walk(f"?sort={sort}", "next")
    last = page(f"?sort={sort}")
    while last.next:
        last = page(last.next)
    back = [names(last), *walk(last.previous, "previous")]

    assert there == [expected[:2], expected[2:4], expected[4:]]
    assert back == [expected[4:], expected[2:4], expected[:2]]


def test_ties_are_walked_in_order_of_their_number():
    made = [making.case(making.company("Same")) for _n in range(5)]

    first = page("?sort=company")
    second = page(first.next)

    assert [row["pk"] for row in first.rows + second.rows] == [case.pk for case in made[:4]]


@pytest.mark.usefixtures("cases")
def test_first_page_has_no_way_back_and_last_none_on():
    first = page()
    second = page(first.next)

    assert (first.first, first.previous) == ("", "")
    assert (second.first, page(second.next).next) == ("?", "")


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "WyJhIiwgMF0",
        "W10",
        "WyIyMCIsIDldX",
        "bnVsbA",
        "WyJcdTAwMDAiLCAxXQ",
        "WzEsIDk5OTk5OTk5OTk5OTk5OTk5OTk5XQ",
    ],
)
def test_mangled_cursor_shows_the_first_page(cursor):
    assert [names(page(f"?sort=sign&{way}={cursor}")) for way in ("after", "before")] == [["Alpha", "Charlie"]] * 2


@pytest.mark.usefixtures("cases")
def test_address_that_outlived_its_rows_leads_back_to_the_start():
    beyond = page("?" + page(page().next).next.removeprefix("?"))
    Case.objects.filter(company__name="Echo").update(status="listed")
    shown = page(beyond.state.address(after=beyond.cut.before))

    assert (shown.rows, shown.first) == ([], "?")


@pytest.mark.usefixtures("cases")
def test_filters_narrow_together():
    shown = page("?status=listed&status=draft&q=a")

    assert (names(shown), str(shown.count)) == (["Alpha", "Bravo"], "3")


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("address", ["?status=nonsense", "?q=zzz", "?odd=yes", "?odd=no", "?status=draft"])
def test_filter_without_a_match_shows_nothing(address):
    shown = page(address)

    assert (shown.rows, shown.count, len(shown.chips)) == ([], Count(0), 1)


@pytest.mark.usefixtures("cases")
def test_empty_values_are_no_filter():
    assert page("?status=&q=%20&odd=").count == Count(5)


@pytest.mark.usefixtures("cases")
def test_chips_say_what_is_in_force_and_lead_to_the_list_without_it():
    with translation.override("fr"):
        chips = page("?status=listed&status=other&q=a&sort=-company").chips

    assert [(chip.label, chip.url) for chip in chips] == [
        ("Search\u00a0: a", "?status=listed&status=other&sort=-company"),
        ("Status\u00a0: Listed", "?q=a&status=other&sort=-company"),
        ("Status\u00a0: other", "?q=a&status=listed&sort=-company"),
    ]


@pytest.mark.usefixtures("cases")
def test_heads_sort_and_say_how():
    heads = page("?q=a").heads

    assert [(head.key, head.url, head.sorted) for head in heads] == [
        ("company", "?q=a&sort=-company", "ascending"),
        ("sign", "?q=a&sort=sign", ""),
        ("status", "", ""),
    ]


@pytest.mark.usefixtures("cases")
def test_views_are_counted_by_the_filters_their_page_will_show():
    tabs = page("?status=invited&sort=sign").tabs

    assert [(tab.label, tab.url, str(tab.count), tab.current) for tab in tabs] == [
        ("Invited", "?status=invited", "1", True),
        ("All", "?", "5", False),
    ]


@pytest.mark.usefixtures("cases")
def test_narrowed_holds_every_row_of_every_page():
    assert CASES.narrowed(Case.objects.all(), QueryDict("status=listed")).count() == 4


def test_count_is_exact_to_a_thousand(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("companies.web.listing.counting.COUNTED_EXACTLY", 3)
    for _number in range(4):
        making.case()

    assert page().count == Count(3, more=True)
    assert str(Count(1000, more=True)) == "1\u202f000+"


def test_nul_in_a_search_is_no_failure():
    assert page("?q=%00%00&status=%00").count == Count(0)


@pytest.mark.usefixtures("cases")
def test_page_costs_two_statements_however_deep(django_assert_num_queries):
    deep = page(page().next).next
    for address in ("", deep):
        with django_assert_num_queries(2):
            page(address)
