"""Dates as people write them, in French, Arabic and English."""

import re
from datetime import date
from typing import Final

from companies.common import words
from companies.common.text import clean, fold, latin_digits

_IN_NUMBERS = re.compile(r"(?P<day>[0-9]{1,2})[/.\- ](?P<month>[0-9]{1,2})[/.\- ](?P<year>[0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"(?P<year>[0-9]{4})[/.\-](?P<month>[0-9]{1,2})[/.\-](?P<day>[0-9]{1,2})")
_IN_WORDS = re.compile(r"(?:[^\W\d]+,? )?(?P<day>[0-9]{1,2})(?:er)? (?P<name>[^\W\d]+)\.?,? (?P<year>[0-9]{4})")
_MONTHS: Final = {fold(name): number for names in words.MONTHS.values() for number, name in enumerate(names, start=1)}
"""Number of a month by its name in any of the languages."""
_SHORTEST_MONTH: Final = 3


def day(value: str) -> date:
    """A date with the day first, "30/04/2027", "30.4.27", "30 avril 2027", "30 أبريل 2027", or as ISO writes it.

    Two digits of a year are of this century. Raises ValueError for what is no day of the calendar.
    """
    text = latin_digits(clean(value))
    if found := _IN_NUMBERS.fullmatch(text) or _ISO.fullmatch(text):
        year = int(found["year"]) + (2000 if len(found["year"]) < 4 else 0)
        return date(year, int(found["month"]), int(found["day"]))
    if found := _IN_WORDS.fullmatch(text):
        return date(int(found["year"]), _month(found["name"]), int(found["day"]))
    raise ValueError("not a date")


def _month(name: str) -> int:
    """By its whole name or its beginning, as far as that tells one ("sept", not "jui")."""
    key = fold(name)
    begun = (
        {number for other, number in _MONTHS.items() if other.startswith(key)} if len(key) >= _SHORTEST_MONTH else set()
    )
    if key not in _MONTHS and len(begun) != 1:
        raise ValueError("not a month")
    return _MONTHS.get(key) or begun.pop()


def shown(value: object) -> str:
    """A day kept as ISO 8601 writes it, in words of the page; anything else as it is."""
    try:
        return words.day_year(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
