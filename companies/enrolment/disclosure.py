"""What officers may read of an application: how far a draft is always, its answers only for a reason (settled 12)."""

from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q

from companies.accounts.enums import Role
from companies.cases.enums import TaskKind
from companies.enrolment.models import Application
from companies.questionnaires.enums import Layer
from companies.questionnaires.models import Answer

SENT: Final = "sent"
HELP: Final = "help"
TYPED: Final = "typed"
"""Why answers are shown: the company sent them, asked for help, or an officer typed them for it."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """The answers staff may read, by question; `why` is "" while they may read none."""

    why: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)


def disclosed(application: Application) -> Disclosed:
    """Two statements at most."""
    if application.response.submitted_at:
        return _read(application, SENT, Q(layer=Layer.COUNTED))
    if asked_for_help(application):
        return _read(application, HELP, Q(layer__in=(Layer.COUNTED, Layer.UNSENT)))
    typed = Q(layer=Layer.UNSENT, by__isnull=False) & ~Q(by__role=Role.COMPANY)
    found = _read(application, TYPED, typed)
    return found if found.answers else Disclosed()


def asked_for_help(application: Application) -> bool:
    """Whether the company asked to be called: the mail that confirms it says that its answers can now be read."""
    return application.case.tasks.filter(kind=TaskKind.HELP).exists()


def _read(application: Application, why: str, which: Q) -> Disclosed:
    rows = application.response.answers.filter(which).select_related("by").order_by("layer", "id")
    return Disclosed(why, {answer.key: answer for answer in rows})  # "counted" before "unsent": the newer one stays
