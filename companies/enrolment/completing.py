"""What an officer asked back of an application, and how the form narrows to it; no writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import override

from companies.cases.enums import Status
from companies.cases.models import Case
from companies.enrolment import documents
from companies.enrolment.models import CompletionRequest, Document, DocumentSlot
from companies.questionnaires import published
from companies.questionnaires.declarations import FormDeclaration, Text


@dataclass(frozen=True, slots=True)
class Request:
    """What an officer asked of the company, by when. A request of before dates were kept has none.

    `items` are the officer's own words; `named` the questions and papers asked again, in any language.
    """

    items: tuple[str, ...] = ()
    due_on: date | None = None
    named: tuple[Text, ...] = ()

    def listed(self, language: str) -> str:
        """What is missing, as words in a sentence."""
        return ("، " if language == "ar" else ", ").join(self.lines(language))

    def lines(self, language: str) -> list[str]:
        with override(language):
            return [*map(str, self.named), *self.items]


def request_of(case: Case) -> Request:
    """The newest request for completion of a case; one statement, two where papers are named."""
    rows = CompletionRequest.objects.filter(case=case).select_related("case__application__response__form")
    newest = rows.order_by("-id").first()
    if newest:
        return Request(tuple(newest.items), newest.due_on, named(newest))
    move = case.moves.filter(to_status=Status.INFORMATION_REQUESTED).order_by("-id").values_list("note", "due_on")
    found = move.first()
    return Request(tuple(found[0].splitlines()), found[1]) if found else Request()


def named(request: CompletionRequest) -> tuple[Text, ...]:
    """The questions and papers of a request, as they are called."""
    labels: list[Text] = []
    application = getattr(request.case, "application", None)
    if request.questions and application:
        asked = published.declaration_of(application.response).only(request.questions)
        labels = [question.label for question in asked.questions]
    slots = DocumentSlot.objects.filter(year=request.case.year_id, key__in=request.slots).order_by("position", "id")
    return (*labels, *(map(lazystr, slots) if request.slots else ()))


def open_request(case: Case) -> CompletionRequest | None:
    """What the company has to complete now; no statement for a case that nothing is asked of."""
    if case.status != Status.INFORMATION_REQUESTED:
        return None
    return case.completion_requests.order_by("-id").first()


def narrowed(form: FormDeclaration, request: CompletionRequest | None) -> FormDeclaration:
    """Only what was asked back, where parts were named; else the whole form."""
    if request is None or not request.names_parts:
        return form
    asked = form.only(request.questions, documents=bool(request.slots))
    return asked if asked.pages else form


def papers_missing(
    case: Case, values: Mapping[str, Any], request: CompletionRequest | None, *, on: date
) -> list[documents.Missing]:
    """The papers that keep an application from being sent: those it must have, or those an officer asked back."""
    if request is None or not request.names_parts:
        return documents.missing(case, values, on=on)
    return documents.missing(case, values, on=on, only=request.slots, since=request.asked_at)


def papers_given(request: CompletionRequest) -> bool:
    """Whether the company handed in anything since it was asked."""
    return Document.objects.filter(case=request.case_id, removed_at=None, at__gt=request.asked_at).exists()
