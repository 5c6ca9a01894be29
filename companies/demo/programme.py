"""The demonstration programme, from its first day to today, made through the same actions as a real one."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from companies.accounts.models import User
from companies.cases.enums import YearState
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.demo import staff as people
from companies.journal import actions as journal
from companies.journal.actors import Actor

WEEKS: Final = 7
"""How long ago the demonstration's year began."""


def is_empty() -> bool:
    return not ProgrammeYear.objects.exists() and not User.objects.exists()


def load(*, today: datetime) -> Iterator[str]:
    """Make everything; yields a line for whoever waits after each part."""
    began = today - timedelta(weeks=WEEKS)
    staff = people.hire(at=began)
    people.announce_absences(staff, today=today)
    yield f"{len(staff)} people of the programme"
    year = _open_year(clock.local_day(began), by=staff["admin"].actor, at=began)
    yield f"Programme year {year.code}, applications until {year.closes_on:%Y-%m-%d}"


def _open_year(opens_on: date, *, by: Actor, at: datetime) -> ProgrammeYear:
    """A campaign that closes at the end of a month half a year later."""
    closes_on = _end_of_month(opens_on + timedelta(days=185))
    year = ProgrammeYear.objects.create(
        code=str(closes_on.year), opens_on=opens_on, closes_on=closes_on, state=YearState.OPEN
    )
    journal.record("year.opened", year, by=by, at=at)
    return year


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
