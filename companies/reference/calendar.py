"""The working calendar: which days the offices are closed, and when they keep other hours than usual."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from companies.reference import estimates
from companies.reference.enums import HolidayKind
from companies.reference.models import Holiday, Site, SpecialHours

Pause = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Season:
    """Days on which the offices keep hours of their own, both ends included. No pause given: the usual one."""

    begins_on: date
    ends_on: date
    opens: time
    closes: time
    friday_pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """`closed` is what the rows say of a day; `charted` are the kinds of holiday a year has rows of.

    For the others the package's days hold: a calendar nobody keeps up still knows the feasts. None asks for rows only.
    """

    closed: Mapping[date, bool] = field(default_factory=dict)
    seasons: tuple[Season, ...] = ()
    charted: frozenset[tuple[int, str]] | None = None

    def is_off(self, day: date) -> bool:
        return self.closed[day] if day in self.closed else self.charted is not None and self._is_usually_off(day)

    def _is_usually_off(self, day: date) -> bool:
        charted = self.charted or frozenset()
        return any(
            each.on == day and (day.year, each.kind.value) not in charted for each in estimates.days_off(day.year)
        )

    def season(self, day: date) -> Season | None:
        """The one begun last, where several hold: a single day inside Ramadan has its own hours."""
        holding = [each for each in self.seasons if each.begins_on <= day <= each.ends_on]
        return max(holding, key=lambda each: each.begins_on, default=None)


NO_HOLIDAYS: Final = Calendar()
FAR_ENOUGH: Final = 60
"""Days within which some working day must come."""


def load() -> Calendar:
    """All rows, in two statements: a few dozen a year."""
    rows = list(Holiday.objects.values_list("on", "kind", "closed"))
    usual = _said((on, closed) for on, kind, closed in rows if kind != HolidayKind.EXCEPTIONAL)
    once = _said((on, closed) for on, kind, closed in rows if kind == HolidayKind.EXCEPTIONAL)
    return Calendar(usual | once, _seasons(), frozenset((on.year, kind) for on, kind, _closed in rows))


def working_day_from(day: date) -> date:
    """The day itself where the offices are open on it, else the next one; three statements.

    A task falls on no other: `outreach.hours` says the same of mail.
    """
    site, calendar = Site.objects.filter(pk=1).first() or Site(), load()
    chosen = {int(each) for each in site.workdays if each in "1234567"} or set(range(1, 6))
    ahead = (day + timedelta(days=n) for n in range(FAR_ENOUGH))
    return next((each for each in ahead if each.isoweekday() in chosen and not calendar.is_off(each)), day)


def _said(rows: Iterable[tuple[date, bool]]) -> dict[date, bool]:
    """Of two feasts on one day, one is enough to close it."""
    closed: dict[date, bool] = {}
    for on, is_closed in rows:
        closed[on] = closed.get(on, False) or is_closed
    return closed


def _seasons() -> tuple[Season, ...]:
    return tuple(
        Season(row.begins_on, row.ends_on, row.opens, row.closes, row.friday_pause)
        for row in SpecialHours.objects.all()
    )
