"""Office hours move a reminder, they never drop it."""

from datetime import time

import pytest

from companies.outreach.hours import Hours
from tests.outreach.passing import at

USUAL = Hours(time(8, 30), time(17, 30), time(12), time(15), frozenset(range(1, 6)))
FRIDAY, SATURDAY, MONDAY = 4, 5, 7


@pytest.mark.parametrize(
    ("asked", "free"),
    [
        (at(0, 8, 29), at(0, 8, 30)),
        (at(0, 8, 30), at(0, 8, 30)),
        (at(0, 17, 29), at(0, 17, 29)),
        (at(0, 17, 30), at(1, 8, 30)),
        (at(FRIDAY, 11, 59), at(FRIDAY, 11, 59)),
        (at(FRIDAY, 12), at(FRIDAY, 15)),
        (at(FRIDAY, 14, 59), at(FRIDAY, 15)),
        (at(FRIDAY, 17, 30), at(MONDAY, 8, 30)),
        (at(SATURDAY, 10), at(MONDAY, 8, 30)),
    ],
)
def test_next_opening_is_the_next_office_hour(asked, free):
    assert USUAL.next_open(asked) == free


def test_no_pause_on_friday_when_it_is_empty():
    hours = Hours(time(8, 30), time(17, 30), time(12), time(12), frozenset(range(1, 6)))
    assert hours.next_open(at(FRIDAY, 12)) == at(FRIDAY, 12)


def test_pause_longer_than_the_afternoon_ends_the_week():
    hours = Hours(time(8, 30), time(14), time(12), time(15), frozenset(range(1, 6)))
    assert hours.next_open(at(FRIDAY, 12)) == at(MONDAY, 8, 30)


def test_within_hours_nothing_is_held():
    assert (USUAL.held_until(at(0)), USUAL.held_until(at(SATURDAY))) == (None, at(MONDAY, 8, 30))


def test_hours_come_from_the_sites_row(db):
    from companies.outreach import hours
    from companies.reference.models import Site

    Site.objects.update_or_create(
        pk=1, defaults={"quiet_until": time(9), "quiet_from": time(15), "friday_from": time(9), "workdays": "1,5"}
    )
    current = hours.current()
    assert [current.next_open(at(0, 8)), current.next_open(at(1)), current.next_open(at(FRIDAY, 10))] == [
        at(0, 9),
        at(FRIDAY, 15) if time(15) < current.closes else at(MONDAY, 9),
        at(MONDAY, 9),
    ]
