"""Office hours move a reminder, they never drop it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companies.common import clock
from companies.outreach.hours import Hours
from companies.reference.calendar import Calendar, Season
from tests.outreach.passing import MONDAY as DAY_0
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


def test_days_named_for_mail_make_no_working_day(db):
    from companies.outreach import hours
    from companies.reference.models import Site

    Site.objects.update_or_create(pk=1, defaults={"mail_days": "1,2,3,4,5,6,7"})
    current = hours.current()
    assert (current.next_open(at(SATURDAY, 10)), current.is_working(at(SATURDAY).date())) == (at(SATURDAY, 10), False)


# -- the calendar ------------------------------------------------------------------------------------------------------


def with_days_off(*days, seasons=()):
    return replace(USUAL, calendar=Calendar(dict.fromkeys(days, True), tuple(seasons)))


def in_casablanca(year, month, day, hour=0, minute=0):
    return clock.instant(date(year, month, day), time(hour, minute))


def test_holiday_moves_to_the_next_working_day():
    hours = with_days_off(DAY_0, DAY_0 + timedelta(days=1))
    assert hours.next_open(at(0)) == at(2, 8, 30)


def test_special_hours_take_the_place_of_the_usual_ones_and_keep_the_friday_pause():
    ramadan = Season(date(2027, 2, 8), date(2027, 3, 8), time(9), time(15))
    hours = with_days_off(seasons=[ramadan])
    spans = [
        [(clock.local(opens).time(), clock.local(closes).time()) for opens, closes in hours.of_day(day)]
        for day in (date(2027, 2, 5), date(2027, 2, 8), date(2027, 2, 12), date(2027, 3, 8), date(2027, 3, 9))
    ]
    assert spans == [
        [(time(8, 30), time(12)), (time(15), time(17, 30))],
        [(time(9), time(15))],
        [(time(9), time(12))],
        [(time(9), time(15))],
        [(time(8, 30), time(17, 30))],
    ]


def test_special_hours_may_have_a_friday_pause_of_their_own_or_none():
    early = Season(date(2027, 2, 8), date(2027, 2, 12), time(9), time(15), (time(12, 30), time(14)))
    none = Season(date(2027, 2, 12), date(2027, 2, 12), time(9), time(15), (time(12), time(12)))
    friday = date(2027, 2, 12)
    assert len(list(with_days_off(seasons=[early]).of_day(friday))) == 2
    assert len(list(with_days_off(seasons=[early, none]).of_day(friday))) == 1


def test_night_morocco_changed_its_clocks_opens_on_the_new_ones():
    """Sunday 20 September 2026: from UTC+1 to UTC for good. Offices open at 08:30 by the clock on the wall."""
    friday, monday = date(2026, 9, 18), date(2026, 9, 21)
    assert [USUAL.opening_on_or_before(day) for day in (friday, monday)] == [
        datetime(2026, 9, 18, 7, 30, tzinfo=UTC),
        datetime(2026, 9, 21, 8, 30, tzinfo=UTC),
    ]
    assert USUAL.next_open(datetime(2026, 9, 18, 16, 30, tzinfo=UTC)) == datetime(2026, 9, 21, 8, 30, tzinfo=UTC)
    assert USUAL.held_until(datetime(2026, 9, 21, 7, 45, tzinfo=UTC)) == datetime(2026, 9, 21, 8, 30, tzinfo=UTC)


def test_year_ends_on_a_holiday():
    hours = with_days_off(date(2027, 1, 1))
    assert hours.next_open(in_casablanca(2026, 12, 31, 17, 30)) == in_casablanca(2027, 1, 4, 8, 30)
    assert hours.opening_on_or_before(date(2027, 1, 3)) == in_casablanca(2026, 12, 31, 8, 30)


def test_leap_day_is_a_working_day():
    assert USUAL.next_open(in_casablanca(2028, 2, 28, 18)) == in_casablanca(2028, 2, 29, 8, 30)
    assert USUAL.working_day_before(date(2028, 3, 1), 2) == date(2028, 2, 28)


def test_morning_on_or_before_a_day_off_is_that_of_the_working_day_before():
    hours = with_days_off(DAY_0)
    assert [hours.opening_on_or_before(DAY_0 + timedelta(days=n)) for n in (0, 1)] == [
        at(-3, 8, 30),
        at(1, 8, 30),
    ]


def test_working_days_are_counted_without_weekends_and_holidays():
    hours = with_days_off(date(2026, 12, 4))
    assert [hours.working_day_before(date(2026, 12, 8), number) for number in (0, 1, 2, 3)] == [
        date(2026, 12, 8),
        date(2026, 12, 7),
        date(2026, 12, 3),
        date(2026, 12, 2),
    ]


def test_calendar_is_read_in_two_statements_whatever_it_holds(db, django_assert_num_queries):
    from companies.outreach import hours
    from companies.reference.models import Holiday

    site = hours.the_site()
    for n in range(20):
        Holiday.objects.create(on=date(2027, 6, 1) + timedelta(days=n), name_fr="Pont")
    with django_assert_num_queries(2):
        current = hours.of(site)
        assert current.next_open(in_casablanca(2027, 6, 1)) == in_casablanca(2027, 6, 21, 8, 30)


# -- for any calendar --------------------------------------------------------------------------------------------------

AROUND = st.sampled_from(
    [date(2026, 9, 20), date(2026, 12, 31), date(2027, 2, 8), date(2027, 3, 9), date(2028, 2, 29), date(2028, 12, 31)]
)


@st.composite
def instants(draw):
    """Within three weeks of a day on which something could go wrong, to the microsecond."""
    day = draw(AROUND) + timedelta(days=draw(st.integers(-21, 21)))
    return clock.start_of(day) + draw(st.timedeltas(timedelta(), timedelta(days=1)))


@st.composite
def spans(draw, pause=False):
    first, last = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=not pause)))
    return first, last


@st.composite
def seasons(draw):
    begins = draw(AROUND) + timedelta(days=draw(st.integers(-30, 30)))
    opens, closes = draw(spans())
    pause = draw(st.none() | spans(pause=True))
    return Season(begins, begins + timedelta(days=draw(st.integers(0, 30))), opens, closes, pause)


@st.composite
def calendars(draw):
    near = st.builds(lambda day, n: day + timedelta(days=n), AROUND, st.integers(-30, 30))
    closed = draw(st.dictionaries(near, st.booleans(), max_size=12))
    charted = draw(st.sampled_from([None, frozenset(), frozenset({(2027, "fixed"), (2028, "religious")})]))
    return Calendar(closed, tuple(draw(st.lists(seasons(), max_size=3))), charted)


@st.composite
def any_hours(draw):
    """Any office whose weeks have an hour in them: a working day that is no Friday."""
    opens, closes = draw(spans())
    pause_from, pause_until = draw(spans(pause=True))
    workdays = draw(st.frozensets(st.integers(1, 7))) | {draw(st.sampled_from([1, 2, 3, 4, 6, 7]))}
    return Hours(opens, closes, pause_from, pause_until, workdays, draw(calendars()))


def is_quiet(hours, at):
    """Said again from the rules alone, by the clock on the wall of Casablanca."""
    local = clock.local(at)
    day, moment = local.date(), local.time()
    if day.isoweekday() not in hours.workdays or hours.calendar.is_off(day):
        return True
    season = hours.calendar.season(day)
    opens, closes = (season.opens, season.closes) if season else (hours.opens, hours.closes)
    pause = season.friday_pause if season and season.friday_pause else (hours.friday_from, hours.friday_until)
    paused = day.isoweekday() == 5 and pause[0] <= moment < pause[1]
    return paused or not opens <= moment < closes


@settings(max_examples=400, deadline=None)
@given(any_hours(), instants())
def test_next_opening_is_never_early_and_never_in_a_quiet_hour(hours, asked):
    free = hours.next_open(asked)
    assert free >= asked
    assert not is_quiet(hours, free)
    assert (hours.held_until(asked) is None) == (free == asked)


@settings(max_examples=400, deadline=None)
@given(any_hours(), instants())
def test_within_hours_nothing_is_ever_moved(hours, asked):
    night_of_the_change = clock.local_day(asked) == date(2026, 9, 20)  # an hour comes twice: held back in both
    moved = hours.next_open(asked) != asked
    assert moved == is_quiet(hours, asked) or (night_of_the_change and moved)


@settings(max_examples=200, deadline=None)
@given(any_hours(), instants())
def test_opening_before_is_on_no_later_day_and_in_no_quiet_hour(hours, asked):
    morning = hours.opening_on_or_before(clock.local_day(asked))
    assert not is_quiet(hours, morning)
    assert clock.local_day(morning) <= clock.local_day(asked)


@settings(max_examples=300, deadline=None)
@given(any_hours(), st.timedeltas(timedelta(), timedelta(hours=6)))
def test_no_quiet_hour_is_broken_in_the_night_of_the_change(hours, into_the_night):
    every_day = replace(hours, workdays=frozenset(range(1, 8)), calendar=Calendar())
    free = every_day.next_open(datetime(2026, 9, 19, 23, tzinfo=UTC) + into_the_night)
    assert not is_quiet(every_day, free)


@settings(max_examples=200, deadline=None)
@given(any_hours(), instants())
def test_windows_follow_one_another(hours, asked):
    edges = [edge for window in hours.windows(clock.local_day(asked), 30) for edge in window]
    assert edges == sorted(edges)
    assert len(edges) == len(set(edges))
