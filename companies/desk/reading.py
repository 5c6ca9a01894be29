"""An application as an officer reads it: drawn from the declaration that the company's form is drawn from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from companies.common import clock, words
from companies.common.components import Task
from companies.desk import papers
from companies.enrolment import ownwords
from companies.enrolment.completing import Completed
from companies.enrolment.disclosure import Disclosed
from companies.enrolment.models import Application, CompletionRequest
from companies.files.enums import Scan
from companies.questionnaires import checks, published, readings
from companies.questionnaires.actions import CHECK
from companies.questionnaires.declarations import FormDeclaration, Page, Question, Text
from companies.questionnaires.models import PastAnswer, Response
from companies.questionnaires.readings import Reading

EXPIRED: Final = _("no longer valid")


@dataclass(frozen=True, slots=True)
class Line:
    """One answer; `before` is what stood there in the version sent before, `doubt` what looks unusual.

    `typed_by` is the officer who typed it for the company.
    """

    reading: Reading
    before: tuple[str, ...]
    changed_on: str
    doubt: Text
    typed_by: str


@dataclass(frozen=True, slots=True)
class Part:
    page: Page
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Paper:
    """One slot of the documents, with the files in it."""

    slot: Any
    documents: list[tuple[Any, Text]]
    missing: bool


def parts_of(
    application: Application, shown: Disclosed, *, on: date, requests: Iterable[CompletionRequest] = ()
) -> list[Part]:
    """Page by page what staff may read; a page of which nothing is shown is left out. One statement more.

    What was asked back in words stands after the pages, by the `requests` that were answered.
    """
    form = ownwords.with_answers(published.declaration_of(application.response), requests)
    values = {key: answer.value for key, answer in shown.answers.items()}
    before, doubts = _before(application.response), _doubts(form, values, on)
    found = []
    for page in form.pages:
        lines = [
            _line(question, shown, before.get(question.key), doubts.get(question.key, ""))
            for question in page.questions
            if _is_shown(question, shown, values)
        ]
        found += [Part(page, lines)] if lines else []
    return found


def _is_shown(question: Question, shown: Disclosed, values: Mapping[str, Any]) -> bool:
    """Of what was sent, a question left open too; of a draft, what was answered."""
    answered = bool(readings.lines_of(question, values.get(question.key)))
    return answered or (shown.why == "sent" and question.shown_if is None)


def _line(question: Question, shown: Disclosed, past: PastAnswer | None, doubt: Text) -> Line:
    answer = shown.answers.get(question.key)
    lines = readings.lines_of(question, answer.value if answer else None)
    typed = answer.by if answer and answer.by and not answer.by.grant.portal else None
    return Line(
        reading=Reading(question.key, question.label, lines, question.kind in readings.LATIN),
        before=readings.lines_of(question, past.value) if past else (),
        changed_on=words.day_year(clock.local_day(past.replaced_at)) if past else "",
        doubt=doubt,
        typed_by=str(typed) if typed else "",
    )


def _before(response: Response) -> dict[str, PastAnswer]:
    """The last version of each answer that a correction replaced."""
    if response.submitted_at is None:
        return {}
    return {past.key: past for past in response.past_answers.order_by("replaced_at", "id")}


def _doubts(form: FormDeclaration, values: Mapping[str, Any], on: date) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for page_form in checks.checked(form, values, on=on).values():
        found |= page_form.doubts()
    return found


@dataclass(frozen=True, slots=True)
class Brought:
    """What one completion brought: the answers it is about, each with whether it changed, and the papers."""

    completed: Completed
    lines: list[Line]


def typed_by_one(parts: Iterable[Part]) -> str:
    """Who typed every answer for the company, where it was one officer; said once then, not at each."""
    names = {line.typed_by for part in parts for line in part.lines if line.reading.lines}
    return names.pop() if len(names) == 1 else ""


def brought(done: Iterable[Completed], parts: Iterable[Part]) -> list[Brought]:
    lines = {line.reading.key: line for part in parts for line in part.lines}
    return [Brought(each, [lines[key] for key in each.keys if key in lines]) for each in done]


def progress_tasks(response: Response) -> list[Task]:
    """How far each page of a draft is, and nothing of what is in it."""
    form = published.declaration_of(response)
    return [Task(label=str(page.short_title), state=_state(page, response)) for page in form.pages]


def _state(page: Page, response: Response) -> Any:
    if page.key in response.pages_done:
        return "done"
    return "started" if page.key in response.pages_saved else "todo"


def place_of(response: Response) -> str:
    """The page where the company is, or left off."""
    page = published.declaration_of(response).page(response.at_page)
    return str(page.short_title if page else _("Reading the answers again") if response.at_page == CHECK else "")


def papers_of(application: Application, *, on: date) -> list[Paper]:
    """The documents asked for, with what staff may see of them; four statements."""
    shelf = papers.shelf_of(application.case, on=on)
    return [
        Paper(
            slot=each.slot,
            documents=[(document, _warning(document, on)) for document in each.documents],
            missing=shelf.lacks(each) and not shelf.hidden,
        )
        for each in shelf.papers
    ]


def _warning(document: Any, on: date) -> Text:
    if not document.is_valid(on):
        return EXPIRED
    return "" if document.upload.scan == Scan.CLEAN else document.upload.get_scan_display()
