"""How far a form is, page by page: the list of pages, what is still missing, where to go next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from companies.common import words
from companies.common.components import Task
from companies.enrolment.pages import APPLICATION
from companies.questionnaires import checks, readings
from companies.questionnaires.declarations import Page, Text
from companies.questionnaires.models import Response
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
class Section:
    """One page read again: its answers, and the problems that keep it from being sent."""

    page: Page
    url: str
    readings: list[Reading]
    problems: tuple[tuple[Text, str], ...]
    doubts: tuple[Text, ...]


def page_url(reference: str, page: Page) -> str:
    return reverse("portal:page", args=[reference, page.key])


def tasks(reference: str, response: Response, kept: Kept) -> list[Task]:
    touched = {key for key, answer in kept.answers.items() if not answer.prefilled}
    return [
        Task(
            label=str(page.short_title),
            state="done" if page.key in response.pages_done else "started" if _is_touched(page, touched) else "todo",
            url=page_url(reference, page),
            hint="" if page.key in response.pages_done else words.minutes(page.minutes),
        )
        for page in APPLICATION.pages
    ]


def _is_touched(page: Page, touched: Iterable[str]) -> bool:
    return any(question.key in touched for question in page.questions)


def entries(reference: str, response: Response, current: Page) -> list[Entry]:
    return [
        Entry(
            str(number), page.short_title, page_url(reference, page), page.key in response.pages_done, page == current
        )
        for number, page in enumerate(APPLICATION.pages, start=1)
    ]


def after(reference: str, page: Page, done: list[str]) -> str:
    """The next page that is not done, looking ahead first; then the reading again."""
    here = APPLICATION.pages.index(page)
    ahead = APPLICATION.pages[here + 1 :] + APPLICATION.pages[:here]
    left = next((other for other in ahead if other.key not in done), None)
    return page_url(reference, left) if left else reverse("portal:check", args=[reference])


def sections(reference: str, values: dict[str, Any], *, on: date) -> list[Section]:
    """All pages with what would be refused, checked as strictly as sending does."""
    checked = checks.checked(APPLICATION, values, on=on)
    return [
        Section(
            page=page,
            url=page_url(reference, page),
            readings=[reading for reading in readings.of_page(page, values) if _is_asked(form, reading)],
            problems=() if form.is_valid() else tuple(_problems(form)),
            doubts=tuple(form.doubts().values()),
        )
        for page, form in checked.items()
    ]


def _is_asked(form: Any, reading: Reading) -> bool:
    return reading.key in {question.key for question in form.asked}


def _problems(form: Any) -> Iterable[tuple[Text, str]]:
    for name, messages in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for message in messages:
            yield label, message


def page_of_field(reference: str, field: str) -> str:
    """Where the answer stands that an action refused; "" for a refusal of the whole."""
    for page in APPLICATION.pages:
        if field in {question.key for question in page.questions}:
            return f"{page_url(reference, page)}#id_{field}"
    return ""
