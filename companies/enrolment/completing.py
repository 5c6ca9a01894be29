"""What an officer asked back of an application, and how the form narrows to it; no writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import override

from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common.directions import isolated
from companies.enrolment import documents, ownwords
from companies.enrolment.models import Application, CompletionRequest, Document, DocumentSlot
from companies.questionnaires import published
from companies.questionnaires.declarations import FormDeclaration, Page, Text


@dataclass(frozen=True, slots=True)
class Request:
    """What an officer asked of the company, by when. A request of before dates were kept has none.

    `items` are the officer's own words; `named` the questions and papers asked again, in any language.
    """

    items: tuple[str, ...] = ()
    due_on: date | None = None
    named: tuple[Text, ...] = ()

    def listed(self, language: str) -> str:
        """What is missing, as words in a sentence; an item may have commas of its own."""
        bare = (line.rstrip(" .;،؛") for line in self.lines(language))
        return {"ar": "؛ ", "fr": "\u202f; "}.get(language, "; ").join(bare)

    def stacked(self, language: str) -> str:
        """What is missing, one below the other."""
        return "\n".join(f"– {isolated(line, language)}" for line in self.lines(language))

    def lines(self, language: str) -> list[str]:
        with override(language):
            return [*map(str, self.named), *self.items]


def request_of(case: Case) -> Request:
    """The newest request for completion of a case; one statement, two where papers are named."""
    rows = CompletionRequest.objects.filter(case=case).select_related("case__application__response__form")
    newest = rows.order_by("-id").first()
    if newest:
        return as_asked(newest)
    move = case.moves.filter(to_status=Status.INFORMATION_REQUESTED).order_by("-id").values_list("note", "due_on")
    found = move.first()
    return Request(tuple(found[0].splitlines()), found[1]) if found else Request()


def as_asked(request: CompletionRequest) -> Request:
    return Request(tuple(request.items), request.due_on, named(request))


def named(request: CompletionRequest) -> tuple[Text, ...]:
    """The questions and papers of a request, as they are called."""
    labels: list[Text] = []
    application = getattr(request.case, "application", None)
    if request.questions and application:
        asked = published.declaration_of(application.response).only(request.questions)
        labels = [question.label for question in asked.questions]
    slots = DocumentSlot.objects.filter(year=request.case.year_id, key__in=request.slots).order_by("position", "id")
    return (*labels, *(map(lazystr, slots) if request.slots else ()))


@dataclass(frozen=True, slots=True)
class Askable:
    """What an officer can ask a company for again: the questions of its form by page, the papers of its year."""

    pages: tuple[Page, ...] = ()
    slots: tuple[DocumentSlot, ...] = ()

    @property
    def questions(self) -> frozenset[str]:
        return frozenset(question.key for page in self.pages for question in page.questions)

    @property
    def papers(self) -> frozenset[str]:
        return frozenset(slot.key for slot in self.slots)


def askable(case: Case) -> Askable:
    """Two statements, and those of the form's version."""
    application = Application.objects.filter(case=case).select_related("response").first()
    if application is None:
        return Askable()
    pages = published.declaration_of(application.response).pages
    slots = DocumentSlot.objects.asked_of(case.year_id, documents.legal_form_of(case, {})).order_by("position", "id")
    return Askable(tuple(page for page in pages if page.questions), tuple(slots))


def open_request(case: Case) -> CompletionRequest | None:
    """What the company has to complete now; no statement for a case that nothing is asked of."""
    if case.status != Status.INFORMATION_REQUESTED:
        return None
    return case.completion_requests.order_by("-id").first()


def narrowed(form: FormDeclaration, request: CompletionRequest | None) -> FormDeclaration:
    """Only what was asked back, where parts were named, and all of it needed; else the whole form.

    What the officer asked in words comes first, and needs its answers too.
    """
    if request is None:
        return form
    if not request.names_parts:
        return ownwords.with_items(form, [request])
    asked = form.only(request.questions, documents=bool(request.slots))
    needed = asked.of_pages([page.needed for page in asked.pages]) if asked.pages else form
    return ownwords.with_items(needed, [request])


def papers(case: Case, values: Mapping[str, Any], request: CompletionRequest | None) -> list[documents.Filled]:
    """The papers asked of a company now, with what is in them; two statements."""
    only = request.slots if request and request.names_parts else None
    return documents.filled(case, values, only=only)


def lacking(each: documents.Filled, request: CompletionRequest | None, *, on: date) -> documents.Missing | None:
    """What keeps a paper from being sent: one asked back must have come since, of others those that must be there."""
    if request and request.names_parts:
        return each.lacks(on=on, since=request.asked_at)
    return each.lacks(on=on) if each.slot.required else None


def papers_given(request: CompletionRequest) -> bool:
    """Whether the company handed in anything since it was asked."""
    return Document.objects.filter(case=request.case_id, removed_at=None, at__gt=request.asked_at).exists()


@dataclass(frozen=True, slots=True)
class Completed:
    """One request that the company has answered: when, what was asked, and the papers that came for it."""

    sent_at: datetime
    asked: Request
    keys: tuple[str, ...]
    """Of the answers it is about, in the order of `asked`: questions, then the officer's own words."""
    papers: tuple[Document, ...] = ()


def completed(case: Case, requests: Iterable[CompletionRequest]) -> list[Completed]:
    """What these answered requests brought, the newest first; one statement more where there are some, and labels."""
    found = [(request, request.answered_at) for request in requests if request.answered_at]
    given = list(Document.objects.of(case).select_related("slot", "upload")) if found else []
    return [_completed(request, at, given) for request, at in reversed(found)]


def _completed(request: CompletionRequest, at: datetime, given: list[Document]) -> Completed:
    papers = tuple(each for each in given if request.asked_at < each.at <= at)
    return Completed(at, as_asked(request), (*request.questions, *ownwords.keys_of(request)), papers)
