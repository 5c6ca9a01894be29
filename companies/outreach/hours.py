"""When optional mail may leave: office hours, without the Friday pause. They move a reminder, they never drop it.

Hours are rows (`reference.Site`), local to Casablanca; what leaves this module are UTC instants.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from companies.common import clock
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

    def windows(self, first: date, days: int) -> Iterator[Window]:
        """Spans in which mail may leave, in order, on `days` days from `first`."""
        for day in (first + timedelta(days=n) for n in range(days)):
            if day.isoweekday() in self.workdays:
                yield from self._of(day)

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

    def _of(self, day: date) -> Iterator[Window]:
        pause = day.isoweekday() == FRIDAY and self.friday_from < self.friday_until
        spans = (
            [(self.opens, min(self.friday_from, self.closes)), (max(self.friday_until, self.opens), self.closes)]
            if pause
            else [(self.opens, self.closes)]
        )
        yield from ((clock.instant(day, start), clock.instant(day, end)) for start, end in spans if start < end)


def of(site: Site) -> Hours:
    chosen = frozenset(int(each) for each in site.workdays if each in "1234567")
    return Hours(
        opens=site.quiet_until,
        closes=site.quiet_from,
        friday_from=site.friday_from,
        friday_until=site.friday_until,
        workdays=chosen or frozenset(range(1, 6)),
    )


def current() -> Hours:
    return of(the_site())


def the_site() -> Site:
    found = Site.objects.filter(pk=1).first()
    if found is None:
        Site.objects.get_or_create(pk=1)
        found = Site.objects.get(pk=1)  # a row just made holds its times as text until it is read
    return found
