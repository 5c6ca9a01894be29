"""What a day is, by the rows and by the package."""

from datetime import date

import pytest

from companies.reference import calendar
from companies.reference.models import Holiday

pytestmark = pytest.mark.django_db
THRONE_DAY, SECOND_MAWLID, PLAIN = date(2027, 7, 30), date(2027, 8, 15), date(2027, 7, 29)


@pytest.fixture
def no_rows():
    Holiday.objects.all().delete()


def test_days_off_are_those_of_the_rows(no_rows):
    Holiday.objects.create(on=PLAIN, kind="fixed", name_fr="Fête")
    Holiday.objects.create(on=SECOND_MAWLID, kind="religious", closed=False, name_fr="Mawlid")
    found = calendar.load()
    assert [found.is_off(day) for day in (PLAIN, THRONE_DAY, SECOND_MAWLID)] == [True, False, False]


def test_year_without_rows_has_the_packages_days(no_rows):
    found = calendar.load()
    assert [found.is_off(day) for day in (THRONE_DAY, SECOND_MAWLID, PLAIN)] == [True, True, False]


def test_day_added_this_once_leaves_the_packages_days_in_place(no_rows):
    Holiday.objects.create(on=PLAIN, name_fr="Pont")
    found = calendar.load()
    assert [found.is_off(day) for day in (PLAIN, THRONE_DAY)] == [True, True]


def test_announcement_that_a_day_is_worked_holds_against_its_own_feast():
    Holiday.objects.create(on=THRONE_DAY, name_fr="Travaillé", closed=False)
    assert not calendar.load().is_off(THRONE_DAY)


def test_of_two_feasts_on_one_day_one_is_enough():
    both = date(2027, 8, 14)
    Holiday.objects.filter(on=both, kind="religious").update(closed=False)
    assert calendar.load().is_off(both)
