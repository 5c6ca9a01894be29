"""Answers in words: for the page where a company reads them again, and for the officer who reviews them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from companies.common import words
from companies.questionnaires import choices
from companies.questionnaires.declarations import Page, Question, Text, Values
from companies.questionnaires.enums import Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """One question and its answer; `lines` is empty where nothing was answered."""

    key: str
    label: Text
    lines: tuple[str, ...]
    latin: bool = False
    """Whether the lines run left to right in any language: codes, numbers, addresses."""


LATIN = frozenset({Kind.ICE, Kind.EMAIL, Kind.PHONE})


def of_page(page: Page, kept: Values) -> list[Reading]:
    return [
        Reading(question.key, question.label, lines_of(question, kept.get(question.key)), question.kind in LATIN)
        for question in page.questions
    ]


def lines_of(question: Question, value: Any) -> tuple[str, ...]:
    """What a person would say; a list speaks line by line."""
    if value in (None, "", [], False):
        return ()
    if question.kind == Kind.PRODUCTS:
        return tuple(_product(row) for row in value if isinstance(row, Mapping))
    if question.kind == Kind.SEVERAL:
        said = {option.code: str(option.words) for option in question.options}
        return tuple(said.get(code, str(code)) for code in value)
    return (_one(question, value),)


def _one(question: Question, value: Any) -> str:
    if question.kind == Kind.YES:
        return _("Yes")
    if question.kind == Kind.PHONE:
        return words.phone(str(value))
    if question.kind == Kind.CHOICE:
        row = choices.row(question.source, value) if question.source else None
        said = {option.code: str(option.words) for option in question.options}
        return row.name if row else said.get(str(value), str(value))
    return str(value)


def _product(row: Mapping[str, str]) -> str:
    return " · ".join(part for part in (row.get("code", ""), row.get("name", "")) if part)
