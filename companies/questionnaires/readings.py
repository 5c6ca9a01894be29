"""Answers in words: for the page where a company reads them again, and for the officer who reviews them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.common import dates, words
from companies.questionnaires import choices, countries
from companies.questionnaires.composed import rows_in
from companies.questionnaires.declarations import Page, Question, Text, Values
from companies.questionnaires.enums import Kind

UNANSWERED: Final = gettext_lazy("not answered")


@dataclass(frozen=True, slots=True)
class Reading:
    """One question and its answer; `lines` is empty where nothing was answered."""

    key: str
    label: Text
    lines: tuple[str, ...]
    latin: bool = False
    """Whether the lines run left to right in any language: codes, numbers, addresses."""
    empty: Text = UNANSWERED
    """What is said where there is no line."""


LATIN = frozenset({Kind.ICE, Kind.CODE, Kind.EMAIL, Kind.PHONE, Kind.COUNT})


def of_page(page: Page, kept: Values) -> list[Reading]:
    return [
        Reading(question.key, question.label, lines_of(question, kept.get(question.key)), question.kind in LATIN)
        for question in page.questions
    ]


def lines_of(question: Question, value: Any) -> tuple[str, ...]:
    """What a person would say; a list speaks line by line."""
    if value is None or value is False or value in ("", []):
        return ()
    say = SAYING.get(Kind(question.kind))
    return say(question, value) if say else (str(value),)


def _products(question: Question, value: Any) -> tuple[str, ...]:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    return tuple(" · ".join(part for part in (row.get("code", ""), row.get("name", "")) if part) for row in rows)


def _several(question: Question, value: Any) -> tuple[str, ...]:
    said = _options(question)
    return tuple(said.get(str(code), str(code)) for code in value) if isinstance(value, list) else (str(value),)


def _choice(question: Question, value: Any) -> tuple[str, ...]:
    row = choices.row(question.source, value) if question.source else None
    return (row.name if row else _options(question).get(str(value), str(value)),)


def _countries(question: Question, value: Any) -> tuple[str, ...]:
    return tuple(countries.name_of(str(code)) for code in value) if isinstance(value, list) else (str(value),)


def _ranked(question: Question, value: Any) -> tuple[str, ...]:
    said = _options(question)
    rows = rows_in(value)
    return tuple(_reason(said.get(row["code"], row["code"]), row, alone=len(rows) == 1) for row in rows)


def _reason(words_of: str, row: Mapping[str, Any], *, alone: bool) -> str:
    told = _("%(reason)s: %(words)s") % {"reason": words_of, "words": row["text"]} if row.get("text") else words_of
    return _("%(reason)s (the main one)") % {"reason": told} if row.get("primary") and not alone else told


def _yes_which(question: Question, value: Any) -> tuple[str, ...]:
    said = value if isinstance(value, Mapping) else {}
    if said.get("yes") is False:
        return (_("No"),)
    which = said.get("which")
    return (f"{_('Yes')} · {which}" if which else _("Yes"),)


def _amount(question: Question, value: Any) -> tuple[str, ...]:
    return (words.dirhams(Decimal(value)) if isinstance(value, int) else str(value),)


def _count(question: Question, value: Any) -> tuple[str, ...]:
    return (words.grouped(value) if isinstance(value, int) else str(value),)


def _options(question: Question) -> dict[str, str]:
    return {option.code: str(option.words) for option in question.options}


SAYING: Final[dict[Kind, Callable[[Question, Any], tuple[str, ...]]]] = {
    Kind.PRODUCTS: _products,
    Kind.SEVERAL: _several,
    Kind.CHOICE: _choice,
    Kind.COUNTRIES: _countries,
    Kind.RANKED: _ranked,
    Kind.YES_WHICH: _yes_which,
    Kind.AMOUNT: _amount,
    Kind.COUNT: _count,
    Kind.PHONE: lambda question, value: (words.phone(str(value)),),
    Kind.DATE: lambda question, value: (dates.shown(value),),
    Kind.YES: lambda question, value: (_("Yes"),),
}
"""How an answer is said, by kind; any other is said as it is."""
