"""Morocco's days off and Ramadan, as the package `holidays` knows them.

Religious dates follow the moon as it is seen: what is here before the announcement is an estimate.
Fixed days follow the law: an update of the package brings a new one (31 October came in 2026).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from holidays.calendars.islamic import _IslamicLunar
from holidays.countries import Morocco

from companies.reference.enums import HolidayKind

FEASTS: Final = frozenset({"Eid al-Fitr", "Eid al-Adha", "Islamic New Year", "Prophet's Birthday"})


@dataclass(frozen=True, slots=True)
class Day:
    """`name` is the package's English one; `key` names the day for good, wherever it is moved to."""

    on: date
    name: str
    key: str

    @property
    def kind(self) -> HolidayKind:
        return HolidayKind.RELIGIOUS if self.name in FEASTS else HolidayKind.FIXED


@lru_cache(maxsize=32)
def days_off(year: int) -> tuple[Day, ...]:
    """Public holidays of a year, in order. The two days of a feast are two."""
    found = Morocco(years=year, language="en_US", islamic_show_estimated=False)
    times: Counter[str] = Counter()
    return tuple(_numbered(on, name, times) for on in sorted(found) for name in found.get_list(on))


def _numbered(on: date, name: str, times: Counter[str]) -> Day:
    times[name] += 1
    return Day(on, name, f"{on.year}:{name}:{times[name]}")


def ramadans(year: int) -> Iterator[tuple[date, date]]:
    """First and last day of each Ramadan that begins in `year`: mostly one, two in 2030."""
    moon = _IslamicLunar()
    feasts = sorted(day for each in (year, year + 1) for day, _sure in moon.eid_al_fitr_dates(each))
    for begins in sorted({day for day, _sure in moon.ramadan_beginning_dates(year) if day.year == year}):
        yield begins, next(feast for feast in feasts if feast > begins) - timedelta(days=1)
