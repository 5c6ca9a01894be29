"""A declaration in the words of a version's rows: what is asked, how, and whether an answer is needed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils.functional import lazy
from django.utils.translation import get_language

from companies.questionnaires.declarations import FormDeclaration, Page, Question, Text
from companies.questionnaires.models import FormQuestion

LANGUAGES: Final = ("fr", "ar", "en")

Rows = Mapping[str, FormQuestion]
"""The rows of a version by question key."""


def _said(french: str, arabic: str, english: str) -> str:
    """The text of the language the page is drawn in."""
    return {"ar": arabic, "en": english}.get((get_language() or "fr")[:2]) or french


if TYPE_CHECKING:

    def said(french: str, arabic: str, english: str) -> Text: ...

else:
    said = lazy(_said, str)


def overlaid(form: FormDeclaration, rows: Rows) -> FormDeclaration:
    """The form as the rows word it. What the code relies on is asked, and an answer needed, whatever a row says.

    A page that asks nothing any more is left out.
    """
    if not rows:
        return form
    return form.of_pages([_page(page, rows, form.relied_on) for page in form.pages])


def _page(page: Page, rows: Rows, relied_on: frozenset[str]) -> Page:
    asked = [
        _question(question, rows.get(question.key), question.key in relied_on)
        for question in page.questions
        if question.key in relied_on or question.key not in rows or rows[question.key].shown
    ]
    return replace(page, questions=tuple(asked))


def _question(question: Question, row: FormQuestion | None, relied_on: bool) -> Question:
    if row is None:
        return question
    return replace(
        question,
        label=said(row.label_fr, row.label_ar, row.label_en),
        help=said(row.help_fr, row.help_ar, row.help_en),
        required=question.required if relied_on else row.required,
    )
