from datetime import UTC, date, datetime, time

import pytest
import time_machine

from companies.common import clock
from companies.common.models import ClockOffset
from companies.common.refusals import Refusal


@pytest.fixture
def _forgotten(monkeypatch):
    """No offset remembered from another test."""
    monkeypatch.setattr(clock, "_offset", (float("-inf"), 0))


@pytest.fixture
def _demonstration(settings, db, _forgotten):
    settings.DEMO = True


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 3, 10), 12),
        (date(2026, 7, 1), 11),
        (date(2026, 9, 19), 11),
        (date(2026, 9, 21), 12),
        (date(2027, 7, 1), 12),
    ],
)
def test_noon_in_casablanca_follows_the_law(day, hour):
    """UTC+1 until 20 September 2026 (UTC in Ramadan), UTC ever since, summers included."""
    assert clock.instant(day, time(12)) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_today_is_the_day_in_casablanca():
    with time_machine.travel(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 7, 2)


def test_deadline_lasts_to_the_end_of_its_day():
    assert clock.end_of(date(2027, 4, 30)) == datetime(2027, 4, 30, 23, 59, 59, tzinfo=UTC)
    assert clock.start_of(date(2027, 4, 30)) == datetime(2027, 4, 30, tzinfo=UTC)


def test_local_day_of_an_instant_is_casablanca_s():
    assert clock.local_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_now_asks_nothing_outside_a_demonstration(db, django_assert_num_queries):
    ClockOffset.objects.create(days=10)

    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False), django_assert_num_queries(0):
        assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.usefixtures("_demonstration")
def test_demonstration_runs_ahead_by_its_offset():
    ClockOffset.objects.create(days=10)

    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2027, 1, 11, tzinfo=UTC)


@pytest.mark.usefixtures("_demonstration")
def test_advance_adds_up_and_is_seen_at_once():
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        assert [clock.advance(3), clock.advance(4), clock.offset_days()] == [3, 7, 7]
        assert clock.today() == date(2027, 1, 8)


@pytest.mark.usefixtures("_demonstration")
def test_advance_refuses_to_go_back():
    with pytest.raises(Refusal):
        clock.advance(-1)


def test_advance_is_refused_outside_a_demonstration(db):
    with pytest.raises(Refusal):
        clock.advance(1)
    assert not ClockOffset.objects.exists()
