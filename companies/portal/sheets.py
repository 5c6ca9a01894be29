"""A drawn page of the form: its fields, what stands around them, and the marks that tell a stale one."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from companies.common import words
from companies.common.text import clean
from companies.questionnaires import readings
from companies.questionnaires.actions import Sheet
from companies.questionnaires.declarations import MOST_PRODUCTS, Page, Text
from companies.questionnaires.fields import code_name, name_name
from companies.questionnaires.forms import PageForm, as_posted
from companies.questionnaires.models import Answer

KEEP = "keep-"
SAVED, MINE = "saved", "mine"


@dataclass(frozen=True, slots=True)
class Clash:
    """One answer in two versions; the person chooses."""

    name: str
    label: Text
    told: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def new_sheet(version: int) -> Sheet:
    return Sheet(version, secrets.token_hex(8))


def sheet_of(request: HttpRequest) -> Sheet:
    """The marks of the page that was sent; without them it counts as older than anything."""
    seen = request.POST.get("seen", "")
    mark = clean(request.POST.get("sheet", ""))[:16]
    return Sheet(int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0, mark)


def clashes(page: Page, form: PageForm, theirs: Mapping[str, Answer]) -> list[Clash]:
    typed = form.answers()
    return [
        Clash(
            name=f"{KEEP}{question.key}",
            label=question.label,
            told=_("%(name)s changed this answer at %(time)s. Choose the version to keep.")
            % {"name": _who(theirs[question.key]), "time": words.clock_time(theirs[question.key].at)},
            theirs=readings.lines_of(question, theirs[question.key].value),
            mine=readings.lines_of(question, typed.get(question.key)),
        )
        for question in page.questions
        if question.key in theirs
    ]


def _who(answer: Answer) -> str:
    return str(answer.contact or answer.by or _("Somebody"))


def chosen_of_others(request: HttpRequest, page: Page) -> list[str]:
    """The questions whose saved version the person wants to keep."""
    return [question.key for question in page.questions if request.POST.get(KEEP + question.key) == SAVED]


def with_saved(data: QueryDict, page: Page, keys: list[str], values: Mapping[str, Any]) -> QueryDict:
    """What was sent, with the saved version of some answers in place of what was typed."""
    if not keys:
        return data
    mixed = data.copy()
    if "products" in keys:
        _drop_rows(mixed)
    for key in keys:
        mixed.pop(key, None)
    saved = as_posted(page, {key: values.get(key) for key in keys})
    for name in saved:
        mixed.setlist(name, saved.getlist(name))
    return mixed


def _drop_rows(data: QueryDict) -> None:
    for row in range(1, MOST_PRODUCTS + 1):
        data.pop(code_name(row), None)
        data.pop(name_name(row), None)


def without_row(data: QueryDict, removed: str) -> QueryDict:
    """What was sent, with one product row emptied; the form closes the gap."""
    if removed not in {str(row) for row in range(1, MOST_PRODUCTS + 1)}:
        return data
    mixed = data.copy()
    for name in (code_name(int(removed)), name_name(int(removed))):
        if name in mixed:
            mixed[name] = ""
    return mixed
