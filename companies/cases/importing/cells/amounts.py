"""Figures of a year."""

import re
from decimal import Decimal
from typing import Final

from companies.cases.importing.columns import Column
from companies.cases.importing.findings import Findings, Fix
from companies.common import parse
from companies.common.text import clean, latin_digits
from companies.common.words import dirhams

_MAD = r"(\s+de)?(\s+(dirhams?|dhs?|mad))?"
_UNITS: Final = (
    (re.compile(rf"(?i)\s*(mdhs?|m\s?dhs?|mmad|m\s?mad|millions?{_MAD}|مليون( درهم)?)\.?$"), 1_000_000),
    (re.compile(rf"(?i)\s*(kdhs?|k\s?dhs?|kmad|k\s?mad|milliers?{_MAD}|mille{_MAD}|ألف( درهم)?)\.?$"), 1_000),
)
_CURRENCY = re.compile(r"(?i)(€|\$|£|\beur(os?)?\b|\busd\b|\bgbp\b|\bdollars?\b|أورو|دولار)")
_TWO_READINGS = re.compile(r"(\d{1,3})[.,](\d{3})")
_TOO_LONG = re.compile(r"\d{15,}")
_LARGEST = Decimal(10) ** 14  # the column holds 14 digits before the comma
_MOST_PEOPLE = 1_000_000


def amount(value: str, column: Column, findings: Findings) -> Decimal | None:
    """MAD; None when empty, unreadable or to be asked about."""
    text = latin_digits(clean(value))
    if not text:
        return None
    try:
        number = parse.amount(text)
    except ValueError:
        _say_why_not(text, column, findings)
        return None
    if not 0 <= number < _LARGEST:
        findings.note(column, text, "amount_impossible")
        return None
    return number


def is_amount(value: str) -> bool:
    """Whether a person's answer says an amount at all, if need be one to be asked about again ("41,5 MDH")."""
    text = latin_digits(clean(value))
    try:
        return 0 <= parse.amount(text) < _LARGEST
    except ValueError:
        return bool(_TWO_READINGS.fullmatch(text)) or _scaled(text) is not None


def _say_why_not(text: str, column: Column, findings: Findings) -> None:
    if match := _TWO_READINGS.fullmatch(re.sub(r"(?i)\s*(dhs?|mad|درهم)\.?$", "", text)):
        readings = (Decimal(match[1] + match[2]), Decimal(f"{match[1]}.{match[2]}").quantize(Decimal("0.01")))
        findings.note(column, text, "amount_ambiguous", *(_mad(column, n) for n in readings))
    elif _CURRENCY.search(text):
        findings.note(column, text, "amount_currency")
    elif _TOO_LONG.fullmatch(text):
        findings.note(column, text, "amount_impossible")
    elif (scaled := _scaled(text)) is not None:
        findings.note(column, text, "amount_unit", _mad(column, scaled))
    else:
        findings.note(column, text, "amount_unreadable")


def _scaled(text: str) -> Decimal | None:
    """41,5 MDH -> 41500000; three decimals are no doubt here ("1,250 MDH")."""
    for unit, factor in _UNITS:
        bare = unit.sub("", text).replace(" ", "").replace(",", ".")
        if bare != text and re.fullmatch(r"\d{1,6}(\.\d{1,6})?", bare) and unit.search(text):
            return (Decimal(bare) * factor).quantize(Decimal("0.01"))
    return None


def _mad(column: Column, number: Decimal) -> Fix:
    plain = f"{number:f}"
    return Fix(column.key, plain.removesuffix(".00"), Mad(number))


class Mad:
    """An amount that writes itself in the language of the moment."""

    def __init__(self, number: Decimal) -> None:
        self.number = number

    def __str__(self) -> str:
        return dirhams(self.number)


def headcount(value: str, column: Column, findings: Findings) -> int | None:
    text = clean(value)
    if not text:
        findings.note(column, "", "headcount_missing")
        return None
    try:
        number = parse.whole(text)
    except ValueError:
        number = -1
    if not 0 <= number <= _MOST_PEOPLE:
        findings.note(column, text, "headcount_unreadable")
        return None
    return number
