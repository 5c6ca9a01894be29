"""The days of the demonstration's year and what is to happen on each."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from companies.common import clock

Deed = Callable[[datetime], None]

OPENS: Final = time(9, 20)
BETWEEN: Final = timedelta(minutes=7)
EVENING: Final = timedelta(hours=7, minutes=30)


@dataclass
class Agenda:
    """Days are counted from the opening, 0 to `length`; `length` is today, and not played."""

    opened_on: date
    length: int
    deeds: defaultdict[int, list[Deed]] = field(default_factory=lambda: defaultdict(list))

    def add(self, day: float, deed: Deed, *, office: bool = False) -> int:
        """On that day, or for an office's deed on the next working day; the day it came to.

        What would fall on today or later has not happened yet, and is not noted.
        """
        chosen = self.working_day(int(day)) if office else int(day)
        if 0 <= chosen < self.length:
            self.deeds[chosen].append(deed)
        return chosen

    def on(self, day: int) -> date:
        return self.opened_on + timedelta(days=day)

    def is_working(self, day: int) -> bool:
        return self.on(day).isoweekday() <= 5

    def working_day(self, day: int) -> int:
        while not self.is_working(day):
            day += 1
        return day

    def begin(self, day: int) -> datetime:
        return clock.instant(self.on(day), OPENS)

    def play(self, day: int) -> Iterator[tuple[Deed, datetime]]:
        """The deeds of a day with their hour, in the order they were noted, spread until the evening."""
        for turn, deed in enumerate(self.deeds.pop(day, [])):
            yield deed, self.begin(day) + (turn + 1) * BETWEEN % EVENING
