"""Applications that officers fill in with a company: what is the officer's to type, whom to ask to confirm it, and
whether that still is what was shown; no writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Max, QuerySet

from companies.accounts.enums import Role
from companies.cases.enums import InteractionKind, Status
from companies.cases.models import Case
from companies.enrolment import rules
from companies.enrolment.models import Application, Confirmation, Document
from companies.enrolment.pages import DECLARATIONS
from companies.questionnaires import checks, published
from companies.questionnaires.declarations import FormDeclaration, Page
from companies.questionnaires.models import Response
from companies.registry.enums import GONE
from companies.registry.models import Contact

BY_THE_COMPANY: Final = frozenset({DECLARATIONS.key})
"""Pages that nobody fills in for a company: it answers them itself, as it confirms."""
WAYS: Final = (InteractionKind.CALL, InteractionKind.VISIT, InteractionKind.FORUM)
"""How an officer and a company can sit over the form together."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a company was asked to confirm; `stale` once something was written after it."""

    confirmation: Confirmation
    stale: bool


def may_be_filled_in(case: Case, *, on: date, application: Application | None = None) -> bool:
    """Up to its sending; what comes later, a correction or a completion, is the company's own."""
    open_to = rules.BEFORE_START | {Status.DRAFT}
    return case.status in open_to and rules.takes_applications(case, on=on, application=application)


def for_officer(declaration: FormDeclaration) -> FormDeclaration:
    return declaration.of_pages(page for page in declaration.pages if page.key not in BY_THE_COMPANY)


def for_company(declaration: FormDeclaration) -> Page:
    """The page that the company fills in as it confirms."""
    return next(page for page in declaration.pages if page.key in BY_THE_COMPANY)


def speakers(case: Case) -> QuerySet[Contact]:
    """Who of the company can be sat with, and asked to confirm; the main contact first."""
    rows = Contact.objects.filter(company=case.company_id).exclude(access__in=GONE)
    return rows.select_related("company", "user").order_by("-primary", "id")


def edition(application: Application) -> str:
    """Names the answers and documents as they stand: another one, or one less, is another edition. Two statements.

    A document given again with another last day keeps its number, and has another moment: it counts to the microsecond.
    The reminders' selector says the same in SQL (`outreach/ledger/selectors.py`).
    """
    answers = application.response.answers.aggregate(last=Max("version"))
    there = Document.objects.filter(case=application.case_id, removed_at=None)
    papers = there.aggregate(last=Max("pk"), n=Count("pk"), given=Max("at"))
    given = (papers["given"] - EPOCH) // timedelta(microseconds=1) if papers["given"] else 0
    return f"{answers['last'] or 0}-{papers['last'] or 0}-{papers['n']}-{given}"


def asked_of(case: Case) -> Asked | None:
    """What waits for the company's confirmation; three statements at most."""
    rows = Confirmation.objects.waiting().filter(application__case=case)
    found = rows.select_related("contact", "asked_by", "application__response").first()
    return Asked(found, found.edition != edition(found.application)) if found else None


def is_assisted(response: Response) -> bool:
    """Whether anybody of the staff typed an answer in it."""
    return response.answers.exclude(by=None).exclude(by__role=Role.COMPANY).exists()


def typists(response: Response) -> list[str]:
    """Who of the staff typed answers in it, each once, who began first; in isolates for a sentence."""
    typed = response.answers.filter(by__isnull=False).exclude(by__role=Role.COMPANY).order_by("at", "id")
    return [f"\u2068{name}\u2069" for name in dict.fromkeys(typed.values_list("by__name", flat=True))]


def wanting(response: Response, values: Mapping[str, Any], *, on: date) -> list[Page]:
    """The pages that would not be accepted as they are, those of the company aside."""
    return list(checks.unfit(for_officer(published.declaration_of(response)), values, on=on))
