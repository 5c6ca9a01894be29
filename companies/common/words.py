"""Dates, times and counts in words, in French, Moroccan Arabic and English.

Django's own Arabic months are the Levant's (نوفمبر); Morocco writes نونبر. A deadline is always
words with its weekday: "vendredi 30 avril 2027", "الجمعة 30 أبريل 2027".
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import translation
from django.utils.translation import get_language, ngettext

from companies.common import clock

NBSP: Final = "\u00a0"
NNBSP: Final = "\u202f"

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "ar": ("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
WEEKDAYS: Final[dict[str, tuple[str, ...]]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def language_or_page(language: str | None) -> str:
    code = (language or get_language() or "fr")[:2]
    return code if code in MONTHS else "fr"


def day(on: date, language: str | None = None) -> str:
    """Day and month: "30 avril", "1er mai"; the two never part at the end of a line."""
    code = language_or_page(language)
    return f"{_number(on, code)}{NBSP}{MONTHS[code][on.month - 1]}"


def several_days(dates: Sequence[date], language: str | None = None) -> str:
    """In one breath, each month named once: "7, 13 et 20 octobre", "28 septembre et 5 octobre"."""
    code = language_or_page(language)
    followed = zip(dates, [*dates[1:], None], strict=True)
    parts = [_number(on, code) if then and _month(then) == _month(on) else day(on, code) for on, then in followed]
    comma, joiner = {"fr": (", ", " et "), "ar": ("، ", " و"), "en": (", ", " and ")}[code]
    return joiner.join([comma.join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def _month(on: date) -> tuple[int, int]:
    return on.year, on.month


def _number(on: date, code: str) -> str:
    return "1er" if code == "fr" and on.day == 1 else str(on.day)


def day_year(on: date, language: str | None = None) -> str:
    return f"{day(on, language)} {on.year}"


def full_day(on: date, language: str | None = None) -> str:
    """With its weekday and year, as deadlines are written."""
    code = language_or_page(language)
    return f"{WEEKDAYS[code][on.weekday()]} {day(on, code)} {on.year}"


def clock_time(instant: datetime, language: str | None = None) -> str:
    """The hour in Casablanca: "14 h 30" in French, "14:30" elsewhere."""
    local = clock.local(instant)
    if language_or_page(language) == "fr":
        return f"{local.hour}{NBSP}h{NBSP}{local.minute:02}"
    return f"{local:%H:%M}"


def moment(instant: datetime, language: str | None = None) -> str:
    """Day, year and hour: "30 avril 2027 à 14 h 30"."""
    code = language_or_page(language)
    joiner = {"fr": " à ", "ar": " على الساعة ", "en": ", "}[code]
    return day_year(clock.local_day(instant), code) + joiner + clock_time(instant, code)


def full_moment(instant: datetime, language: str | None = None) -> str:
    """With its weekday, as a receipt says it: "mardi 13 avril 2027 à 14 h 58"."""
    code = language_or_page(language)
    return f"{WEEKDAYS[code][clock.local_day(instant).weekday()]} {moment(instant, code)}"


def grouped(number: int, language: str | None = None) -> str:
    """Thousands apart by a no-break space, which also keeps the groups in order inside Arabic."""
    separator = "," if language_or_page(language) == "en" else NNBSP
    return f"{number:,}".replace(",", separator)


def dirhams(amount: Decimal, language: str | None = None) -> str:
    """An amount with its currency, centimes only where there are some: "41 500 000 MAD"."""
    code = language_or_page(language)
    whole, centimes = divmod(round(amount * 100), 100)
    number = grouped(whole, code) + (f"{'.' if code == 'en' else ','}{centimes:02}" if centimes else "")
    return f"{number}{NBSP}{'درهم' if code == 'ar' else 'MAD'}"


def percent(part: int, whole: int, language: str | None = None) -> str:
    """A rounded share: "24 %" in French, "24%" elsewhere."""
    space = NBSP if language_or_page(language) == "fr" else ""
    return f"{round(100 * part / whole)}{space}%"


def pages(count: int, language: str | None = None) -> str:
    with translation.override(language_or_page(language)):
        return ngettext("%(n)s page", "%(n)s pages", count) % {"n": count}


def minutes(count: int, language: str | None = None) -> str:
    with translation.override(language_or_page(language)):
        return ngettext("%(n)s minute", "%(n)s minutes", count) % {"n": count}


def hours(count: int, language: str | None = None) -> str:
    with translation.override(language_or_page(language)):
        return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count}


def days(count: int, language: str | None = None) -> str:
    with translation.override(language_or_page(language)):
        return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def lapse(time: timedelta, language: str | None = None) -> str:
    """How long something lasts, as people say it: in minutes, from two hours on in hours, from two days on in days."""
    count = int(time.total_seconds() // 60)
    if count < 2 * 60:
        return minutes(count, language)
    return hours(count // 60, language) if count < 2 * 24 * 60 else days(count // (24 * 60), language)


def answers(count: int, language: str | None = None) -> str:
    with translation.override(language_or_page(language)):
        return ngettext("%(n)s answer", "%(n)s answers", count) % {"n": count}


def phone(e164: str) -> str:
    """As people read it: 06 61 20 31 42, held together by no-break spaces."""
    if e164.startswith("+212") and len(e164) == 13:
        national = "0" + e164[4:]
        return NBSP.join(national[i : i + 2] for i in range(0, 10, 2))
    return e164
