"""How near a day is, in words: "3 days ago", "tomorrow", "2 days late"."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.common import words

NEAR: Final = 60
"""Days after which the distance says less than the date."""


def ago(day: date, today: date) -> str:
    """ "today", "yesterday", "3 days ago", or the date when it is long past."""
    passed = (today - day).days
    if passed <= 0:
        return _("today")
    if passed == 1:
        return _("yesterday")
    if passed > NEAR:
        return words.day_year(day)
    return ngettext("%(n)s day ago", "%(n)s days ago", passed) % {"n": passed}


def due(day: date, today: date) -> str:
    """ "today", "tomorrow", or the date with its weekday when it is near."""
    ahead = (day - today).days
    if ahead == 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow")
    return near(day, today)


def near(day: date, today: date) -> str:
    """The date; with its year when that is not this one."""
    return words.day(day) if day.year == today.year else words.day_year(day)


def late(day: date, today: date) -> str:
    """ "2 days late", "" when it is not."""
    passed = (today - day).days
    return ngettext("%(n)s day late", "%(n)s days late", passed) % {"n": passed} if passed > 0 else ""


def listed(parts: Iterable[object]) -> str:
    """With commas, those of the page's language."""
    return f"{_(',')} ".join(str(part) for part in parts)


def isolated(text: str) -> str:
    """Data inside a sentence, in whatever script: it does not turn the words round it."""
    return f"\u2068{text}\u2069"
