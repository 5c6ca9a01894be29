"""How many reached, saved and left at each page of the form."""

from datetime import timedelta

import pytest

from companies.enrolment import dropping, queries
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from tests.enrolment.world import AT, begun, filled, invited_case, make_year, save, sent

pytestmark = pytest.mark.django_db
SOON, LATE = AT + timedelta(days=2), AT + timedelta(days=9)


@pytest.fixture
def three(db):
    """One only began, one saved two pages and left at the third, one sent everything."""
    only_begun = begun(invited_case(name="A", email="a@x.example"))
    half = save(save(begun(invited_case(name="B", email="b@x.example")), "company"), "contact")
    whole = sent(filled(begun(invited_case(name="C", email="c@x.example"))))
    return only_begun, half, whole


def counts(at, **filters):
    found = queries.drop_off(Application.objects.filter(**filters), make_year(), at=at)
    return {each.key: (each.reached, each.saved, each.left) for each in found}


def test_each_page_counts_who_reached_saved_and_left(three):
    found = counts(LATE)

    assert list(found) == [*(page.key for page in APPLICATION.pages), "check"]
    assert {key: found[key] for key in ("company", "contact", "activity", "figures", "check")} == {
        "company": (3, 2, 1),
        "contact": (2, 2, 0),
        "activity": (2, 1, 1),
        "figures": (1, 1, 0),
        "check": (1, 1, 0),
    }


def test_draft_somebody_still_works_on_was_not_left(three):
    assert counts(SOON)["activity"] == (2, 1, 0)


def test_figures_are_of_the_region_and_language_asked_for(three):
    half = three[1].response
    half.language = "ar"
    half.save()

    assert counts(LATE, response__language="ar")["activity"] == (1, 0, 1)
    assert counts(LATE, case__region__code="01")["company"] == (0, 0, 0)


def test_page_refused_is_where_its_company_stands():
    save(begun(invited_case()), "company", complete=False, ice="12")

    assert counts(LATE)["company"] == (1, 1, 1)


def test_files_behind_a_figure_are_as_many_as_it_says(three):
    year = make_year()
    for each in queries.drop_off(Application.objects.all(), year, at=LATE):
        for figure in dropping.FIGURES:
            files = dropping.files_at(Application.objects.all(), year, each.key, figure, at=LATE)
            assert files.count() == getattr(each, figure), (each.key, figure)


def test_figures_cost_the_same_for_one_and_for_three(three, django_assert_num_queries):
    counts(LATE)
    with django_assert_num_queries(4):
        counts(LATE, case__company__name="A")
    with django_assert_num_queries(4):
        counts(LATE)
