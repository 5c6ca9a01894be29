"""What an officer asks in their own words, as questions of the form: each has its place, and needs an answer."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case
from companies.enrolment.models import CompletionRequest
from companies.questionnaires.declarations import FormDeclaration, Page, Question
from companies.questionnaires.enums import Kind

PAGE: Final = "asked"
LONGEST_ANSWER: Final = 1000


def key_of(request: CompletionRequest, number: int) -> str:
    """Under which the answer to one item is kept, for good: the items of a request never change."""
    return f"own_{request.pk}_{number}"


def keys_of(request: CompletionRequest) -> list[str]:
    return [key_of(request, number) for number in range(1, len(request.items) + 1)]


def page_of(requests: Iterable[CompletionRequest]) -> Page | None:
    """The page of these requests' items; None where nothing was asked in words."""
    questions = tuple(
        _question(key, item) for request in requests for key, item in zip(keys_of(request), request.items, strict=True)
    )
    if not questions:
        return None
    return Page(PAGE, _("What your officer asks you"), _("Your officer’s questions"), len(questions), questions)


def _question(key: str, item: str) -> Question:
    return Question(
        key,
        Kind.TEXT,
        item,
        help=_("Answer here, or say on which page you changed something."),
        required=True,
        longest=LONGEST_ANSWER,
    )


def with_items(form: FormDeclaration, requests: Iterable[CompletionRequest]) -> FormDeclaration:
    """The form with what was asked in words before its other pages."""
    page = page_of(requests)
    return form.of_pages((page, *form.pages)) if page else form


def answered(case: Case) -> list[CompletionRequest]:
    """What the company was asked and has completed, in its order; one statement."""
    return list(case.completion_requests.exclude(answered_at=None).order_by("id"))


def with_answers(form: FormDeclaration, requests: Iterable[CompletionRequest]) -> FormDeclaration:
    """The form as it is read once sent: what was asked in words and answered stands after its pages."""
    page = page_of(requests)
    return form.of_pages((*form.pages, page)) if page else form
