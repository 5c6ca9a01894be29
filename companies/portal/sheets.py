"""A drawn page of the form: its fields, what stands around them, and the marks that tell a stale one."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.common import words
from companies.common.directions import isolated
from companies.common.text import clean
from companies.questionnaires import countries, readings
from companies.questionnaires.actions import Sheet
from companies.questionnaires.declarations import Page, Question, Text
from companies.questionnaires.forms import PageForm, as_posted
from companies.questionnaires.models import Answer
from companies.questionnaires.products import code_name, is_word, name_name
from companies.questionnaires.wishes import LONGEST_SEARCH, ROWS, Wish
from companies.registry.models import Contact

KEEP = "keep-"
PLACED: Final = frozenset({"remove", "pick", "meant"})
"""Buttons that change an answer and stay on the page."""
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


def clashes(page: Page, form: PageForm, theirs: Mapping[str, Answer], *, me: Contact | None = None) -> list[Clash]:
    """`me` is the person at the page: what they changed in another window is said to be their own."""
    typed = form.answers()
    return [
        Clash(
            name=f"{KEEP}{question.key}",
            label=question.label,
            told=_told(theirs[question.key], me),
            theirs=_in_one_line(question, theirs[question.key].value),
            mine=_in_one_line(question, typed.get(question.key)),
        )
        for question in page.questions
        if question.key in theirs
    ]


def _in_one_line(question: Question, value: Any) -> tuple[str, ...]:
    lines = readings.lines_of(question, value)
    return (_(", ").join(lines),) if lines else ()


def _told(answer: Answer, me: Contact | None) -> str:
    """Who changed an answer, and when. An officer types for the contact, and is named as who did."""
    time = words.clock_time(answer.at)
    by_staff = answer.by if answer.by and answer.by.grant.desk else None
    if by_staff is None and me is not None and answer.contact_id == me.pk:
        return _("You changed this answer at %(time)s, in another window. Choose the version to keep.") % {"time": time}
    name = str(by_staff or _("Somebody else of your company"))
    if by_staff is None and answer.contact and answer.contact.name:
        name = answer.contact.name
    told = {"name": isolated(name, (get_language() or "fr")[:2]), "time": time}
    return _("%(name)s changed this answer at %(time)s. Choose the version to keep.") % told


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
    if meant := _said(data, "meant"):
        return _with_country(data, *meant.partition(":")[::2])
    row, _colon, code = _said(data, "pick").partition(":")
    return _put(data, row, code=code) if row in ROWS and code else data


def _with_country(data: QueryDict, question: str, meant: str) -> QueryDict:
    """The country chosen in place of the first name on the list that is not known."""
    named = data.getlist(question)
    wrong = next((at for at, name in enumerate(named) if clean(name) and not countries.find(clean(name))), None)
    if wrong is None or countries.row(meant) is None:
        return data
    mixed = data.copy()
    mixed.setlist(question, [*named[:wrong], meant, *named[wrong + 1 :]])
    return mixed


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
    return Wish() if data.keys() & PLACED else None


def _search(data: QueryDict, row: int) -> Wish:
    """For the word or number in place of the code, else for the name; empty rows before it are gone once saved."""
    before = [n for n in range(1, row) if _said(data, code_name(n)) or _said(data, name_name(n))]
    here, code, name = len(before) + 1, _said(data, code_name(row)), _said(data, name_name(row))
    return Wish(rows=here, find=here, words=code or name, as_code=is_word(code) and not name)
