"""A drawn page of the form: its fields, what stands around them, and the marks that tell a stale one."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.common import words
from companies.common.text import clean
from companies.questionnaires import readings
from companies.questionnaires.actions import Sheet
from companies.questionnaires.declarations import Page, Text
from companies.questionnaires.forms import PageForm, as_posted
from companies.questionnaires.models import Answer
from companies.questionnaires.products import code_name, name_name
from companies.questionnaires.wishes import LONGEST_SEARCH, ROWS, Wish

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
    return Sheet(version, secrets.token_hex(8), get_language() or "")


def sheet_of(data: QueryDict) -> Sheet:
    """The marks of the page that was sent; without them it counts as older than anything."""
    seen, mark = data.get("seen", ""), clean(data.get("sheet", ""))[:16]
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    return Sheet(version, mark, get_language() or "")


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
    """An officer types for the contact, and is named as who did."""
    by_staff = answer.by if answer.by and answer.by.grant.desk else None
    return str(by_staff or answer.contact or answer.by or _("Somebody"))


def chosen_of_others(request: HttpRequest, page: Page) -> list[str]:
    """The questions whose saved version the person wants to keep."""
    return [question.key for question in page.questions if request.POST.get(KEEP + question.key) == SAVED]


def with_saved(data: QueryDict, page: Page, keys: list[str], values: Mapping[str, Any]) -> QueryDict:
    """What was sent, with the saved version of some answers in place of what was typed."""
    if not keys:
        return data
    mixed = data.copy()
    for name in [name for name in mixed if name.partition("-")[0] in keys]:
        del mixed[name]
    saved = as_posted(page, {key: values.get(key) for key in keys})
    for name in saved:
        mixed.setlist(name, saved.getlist(name))
    return mixed


def with_button(data: QueryDict) -> QueryDict:
    """What was sent, changed as the button of a product row says: its row emptied, or its code chosen."""
    removed = _said(data, "remove")
    if removed in ROWS:
        return _put(data, removed, code="", name="")
    row, _colon, code = _said(data, "pick").partition(":")
    return _put(data, row, code=code) if row in ROWS and code else data


def _put(data: QueryDict, row: str, **parts: str) -> QueryDict:
    mixed = data.copy()
    names = {"code": code_name(int(row)), "name": name_name(int(row))}
    for part, text in parts.items():
        if names[part] in mixed:
            mixed[names[part]] = text
    return mixed


def _said(data: QueryDict, name: str) -> str:
    return clean(str(data.get(name) or ""))[:LONGEST_SEARCH]


def wish_of(data: QueryDict, form: PageForm) -> Wish | None:
    """What a button asks to see on the page once it is saved; None where it goes on."""
    added, find = _said(data, "add"), _said(data, "find")
    if added == "products":
        return Wish(rows=len(form.answers().get("products") or []) + 1)
    if added:
        return Wish(more=added)
    if find in ROWS:
        return _search(data, ROWS[find])
    into, _colon, chapter = _said(data, "into").partition(":")
    if into in ROWS:
        return replace(_search(data, ROWS[into]), words=chapter)
    return Wish() if "remove" in data or "pick" in data else None


def _search(data: QueryDict, row: int) -> Wish:
    """For the word or number in place of the code, else for the name; empty rows before it are gone once saved."""
    before = [n for n in range(1, row) if _said(data, code_name(n)) or _said(data, name_name(n))]
    here = len(before) + 1
    return Wish(rows=here, find=here, words=_said(data, code_name(row)) or _said(data, name_name(row)))
