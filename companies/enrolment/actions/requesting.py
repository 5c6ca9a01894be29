"""Asking a company for what is missing in its application: in writing, once, until a day (law 55-19)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.enrolment import emails, queries
from companies.journal.actors import Actor

NO_MAIL: Final = "completion.letter"
"""Why a letter is to be sent: nobody can be reached by mail."""


@transaction.atomic
def request_completion(
    case: Case,
    *,
    items: Iterable[str],
    due_on: date,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    seen_version: int | None = None,
) -> Case:
    """Ask for `items`, to be sent by `due_on` at the latest; the clock of the answer stops meanwhile.

    The request leaves at once in the officer's name, or is a letter to send where there is no address. There is one
    request; another has its written `reason`, which the company reads. Raises Refusal and cases.CannotMove.
    """
    wanted = [each for each in (clean(item) for item in items) if each]
    if not wanted:
        raise Refusal(_("Say what is missing, one thing a line."), "items")
    if due_on <= clock.local_day(at):
        raise Refusal(_("Choose a day after today."), "due_on")
    if queries.was_asked(case) and not reason.strip():
        raise Refusal(_("The company was asked once already: write down why it is asked again."), "reason")
    cases.move(
        case,
        Status.INFORMATION_REQUESTED,
        note="\n".join(wanted),
        due_on=due_on,
        seen_version=seen_version,
        by=by,
        at=at,
    )
    if note.strip():
        cases.log_interaction(case, kind=InteractionKind.NOTE, text=note, by=by, at=at)
    _tell(case, reason.strip(), by=by, at=at)
    return case


def _tell(case: Case, reason: str, *, by: Actor, at: datetime) -> None:
    contact = queries.primary_contacts([case]).get(case.company_id)
    if contact and contact.email:
        emails.request_completion(emails.Letter(case, contact, emails.the_site(), at), reason)
    else:
        cases.add_task(case, kind=TaskKind.LETTER, reason=NO_MAIL, due_on=clock.local_day(at), by=by, at=at)
