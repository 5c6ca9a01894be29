"""When optional mail may leave: office hours on working days, without the Friday pause. They move a reminder, they
never drop it.

Usual hours are a row (`reference.Site`), holidays and special hours are rows (`reference.calendar`), all local to
Casablanca; what leaves this module are UTC instants. `of(site)` reads them once: pass what it gives down a sweep.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from typing import Final

from companies.common import clock
from companies.reference import calendar
from companies.reference.calendar import NO_HOLIDAYS, Calendar, Pause
from companies.reference.models import Site

FRIDAY: Final = 5
FAR_ENOUGH: Final = 60
"""Days within which some office hour must come; days are counted when none does."""

Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hours:
    opens: time
    closes: time
    friday_from: time
    friday_until: time
    workdays: frozenset[int]
    calendar: Calendar = NO_HOLIDAYS
    mail_days: frozenset[int] = frozenset()

    @property
    def days_of_mail(self) -> frozenset[int]:
        """Those named for mail; without any, the working days."""
        return self.mail_days or self.workdays

    def windows(self, first: date, days: int) -> Iterator[Window]:
        """Spans in which mail may leave, in order, on `days` days from `first`."""
        for n in range(days):
            yield from self.of_day(first + timedelta(days=n))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself within hours, else the next opening."""
        for opens, closes in self.windows(clock.local_day(at), FAR_ENOUGH):
            if at < closes:
                return max(at, opens)
        return at

    def held_until(self, at: datetime) -> datetime | None:
        """None within hours, else the next opening."""
        free = self.next_open(at)
        return free if free > at else None

    def opening_on_or_before(self, day: date) -> datetime:
        """The morning's opening of `day`, or of the last working day before it."""
        days = (day - timedelta(days=n) for n in range(FAR_ENOUGH))
        return next((window[0] for each in days for window in islice(self.of_day(each), 1)), clock.start_of(day))

    def is_working(self, day: date) -> bool:
        return day.isoweekday() in self.workdays and not self.calendar.is_off(day)

    def working_day_before(self, day: date, number: int) -> date:
        """The day before which `number` working days have passed since, `day` itself not counted."""
        back = (day - timedelta(days=n) for n in count(1))
        return next(islice((each for each in back if self.is_working(each)), number - 1, None)) if number else day

    def of_day(self, day: date) -> Iterator[Window]:
        """The spans for mail of one day: none, one, or two around the Friday pause."""
        if day.isoweekday() in self.days_of_mail and not self.calendar.is_off(day):
            edges = ((max(_passes(day, start)), min(_passes(day, end))) for start, end in self._spans(day))
            yield from (window for window in edges if window[0] < window[1])

    def _spans(self, day: date) -> list[Pause]:
        season = self.calendar.season(day)
        opens, closes = (season.opens, season.closes) if season else (self.opens, self.closes)
        begins, ends = (season and season.friday_pause) or (self.friday_from, self.friday_until)
        if day.isoweekday() != FRIDAY or begins >= ends:
            return [(opens, closes)]
        parts = [(opens, min(begins, closes)), (max(ends, opens), closes)]
        return [(start, end) for start, end in parts if start < end]


def _passes(day: date, moment: time) -> tuple[datetime, datetime]:
    """The instants of a time by the clock on the wall: two in a night the clocks are changed, else twice the same."""
    return clock.instant(day, moment), clock.instant(day, moment.replace(fold=1))


def of(site: Site) -> Hours:
    """Two statements: the calendar's rows."""
    return Hours(
        opens=site.quiet_until,
        closes=site.quiet_from,
        friday_from=site.friday_from,
        friday_until=site.friday_until,
        workdays=_days(site.workdays) or frozenset(range(1, 6)),
        mail_days=_days(site.mail_days),
        calendar=calendar.load(),
    )


def _days(written: str) -> frozenset[int]:
    return frozenset(int(each) for each in written if each in "1234567")


def current() -> Hours:
    return of(the_site())


def the_site() -> Site:
    found = Site.objects.filter(pk=1).first()
    if found is None:
        Site.objects.get_or_create(pk=1)
        found = Site.objects.get(pk=1)  # a row just made holds its times as text until it is read
    return found
