"""How far a form is, page by page: the list of pages, what is still missing, where to go next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from companies.common import words
from companies.common.components import Task
from companies.common.templatetags.components import first_input, introducing
from companies.enrolment import completing
from companies.enrolment.documents import Filled
from companies.portal.booklets import Booklet
from companies.questionnaires import checks, readings
from companies.questionnaires.declarations import Page, Text
from companies.questionnaires.forms import PageForm
from companies.questionnaires.queries import Kept
from companies.questionnaires.readings import Reading


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the list beside the form."""

    number: str
    title: Text
    url: str
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer or paper that keeps a form from being sent, and where it is put right."""

    label: Text
    said: Text
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One page read again: its answers or papers, and the problems that keep it from being sent."""

    page: Page
    url: str
    readings: list[Reading]
    problems: tuple[Problem, ...]
    doubts: tuple[Text, ...] = ()


def tasks(booklet: Booklet, kept: Kept) -> list[Task]:
    return [_task(booklet, page, kept) for page in booklet.declaration.pages]


def _task(booklet: Booklet, page: Page, kept: Kept) -> Task:
    asked, ahead = {question.key for question in page.questions}, set(kept.prefilled)
    done = page.key in booklet.response.pages_done
    begun = not booklet.is_narrowed and bool(asked & set(kept.answers) - ahead)
    hint = words.minutes(page.minutes)
    if asked & ahead and not begun:
        hint = _("%(minutes)s · filled in ahead, please look") % {"minutes": hint}
    return Task(
        label=str(page.short_title),
        state="done" if done else "started" if begun else "todo",
        url=booklet.page_url(page),
        hint="" if done else hint,
    )


def entries(booklet: Booklet, current: Page) -> list[Entry]:
    done = booklet.response.pages_done
    return [
        Entry(str(number), page.short_title, booklet.page_url(page), page.key in done, page.key == current.key)
        for number, page in enumerate(booklet.declaration.pages, start=1)
    ]


def sections(booklet: Booklet, values: dict[str, Any], *, on: date) -> list[Section]:
    """All pages with what would be refused, checked as strictly as sending does."""
    checked = checks.checked(booklet.declaration, values, on=on)
    return [
        _papers(booklet, page, values, on) if page.documents else _answers(booklet, page, form, values)
        for page, form in checked.items()
    ]


def _answers(booklet: Booklet, page: Page, form: Any, values: dict[str, Any]) -> Section:
    asked = {question.key for question in form.asked}
    return Section(
        page=page,
        url=booklet.page_url(page),
        readings=[reading for reading in readings.of_page(page, values) if reading.key in asked],
        problems=() if form.is_valid() else tuple(_problems(form, booklet.page_url(page))),
        doubts=doubts(form),
    )


def _problems(form: Any, url: str) -> Iterable[Problem]:
    for name, messages in form.errors.items():
        label, place = "", url
        if name in form.fields:
            label, place = form.fields[name].label, f"{url}#{first_input(form[name])}"
        yield from (Problem(label, message, place) for message in messages)


def _papers(booklet: Booklet, page: Page, values: dict[str, Any], on: date) -> Section:
    """The page of papers: their names, and which are wanting."""
    found = completing.papers(booklet.visit.case, values, booklet.request)
    missing = [lack for each in found if (lack := completing.lacking(each, booklet.request, on=on))]
    url = booklet.page_url(page)
    return Section(
        page=page,
        url=url,
        readings=[_reading(each) for each in found],
        problems=tuple(Problem(lack.slot.name, lack.words, f"{url}#{lack.slot.key}") for lack in missing),
    )


def _reading(paper: Filled) -> Reading:
    lines = tuple(map(str, paper.documents))
    return Reading(f"slot-{paper.slot.key}", paper.slot.name, lines, empty=_("not added"))


def doubts(form: PageForm) -> tuple[str, ...]:
    """What looks unusual, under the name of its question."""
    labels = {question.key: question.label for question in form.asked}
    return tuple(f"{introducing(labels[key])} {doubt}" for key, doubt in form.doubts().items())


def page_of_field(booklet: Booklet, field: str) -> str:
    """Where the answer stands that an action refused; "" for a refusal of the whole."""
    for page in booklet.declaration.pages:
        if field in {question.key for question in page.questions}:
            return f"{booklet.page_url(page)}#id_{field}"
    return ""


def wanting(booklet: Booklet, found: list[Section]) -> list[Section]:
    """The pages to go to before it can be sent; of what was asked back also those where nobody has been since."""
    waiting = {page.key for page in booklet.pages_left} if booklet.is_narrowed else set()
    return [each for each in found if each.problems or (each.page.key in waiting and not each.page.documents)]


def lacks(sections: list[Section]) -> list[Problem]:
    """All that keeps a form from being sent, of all its pages; a page where nobody has been stands for itself."""
    unseen = _("Look at this page again.")
    return [
        problem
        for section in sections
        for problem in section.problems or (Problem(section.page.short_title, unseen, section.url),)
    ]


def is_to_send(booklet: Booklet, kept: Kept) -> bool:
    """Whether there is anything that sending would do."""
    if kept.changed or booklet.is_narrowed:
        return True
    return booklet.request is not None and completing.papers_given(booklet.request)
