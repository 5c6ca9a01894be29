"""Changing what a company was asked to complete: another last day, or nothing at all; with the reason it reads."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.enrolment import completing, emails, pausing, queries, wordings
from companies.enrolment.actions.requesting import check_day
from companies.enrolment.actions.sending import have_it_reviewed
from companies.enrolment.models import Application, CompletionRequest
from companies.journal.actors import Actor
from companies.mail.wording import Slot
from companies.questionnaires.models import Response

TELL: Final = "completion.call"
"""Why a call is to be made: nobody can be told by mail that the request changed."""
WITHDRAWN: Final = "completion.withdrawn"
"""Why there is something to review again: what was asked is not waited for any more."""
LONGEST_REASON: Final = 600


@transaction.atomic
def set_last_day(case: Case, due_on: date, *, reason: str, by: Actor, at: datetime) -> CompletionRequest:
    """Let the company complete its application by another day than it was told; it is told at once. Raises Refusal."""
    request, said = _open(case), _said(reason)
    check_other_day(request, due_on, on=clock.local_day(at))
    days = {"before": words.day_year(request.due_on), "until": words.day_year(due_on)}
    request.due_on = due_on
    request.save(update_fields=["due_on"])
    cases.set_due(case, due_on, by=by, at=at)
    _note(case, _("Last day of the completion changed from %(before)s to %(until)s.") % days, said, by=by, at=at)
    _tell(case, wordings.CHANGED, said, by=by, at=at)
    return request


def check_other_day(request: CompletionRequest, due_on: date, *, on: date) -> None:
    """Another day than the company was told, within the limits of the first. Raises Refusal."""
    check_day(due_on, asked_on=clock.local_day(request.asked_at), on=on)
    if due_on == request.due_on:
        raise Refusal(gettext_lazy("This is its day already: choose another one."), "due_on")


@transaction.atomic
def withdraw_request(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Wait no longer for what was asked: the review and its time limit go on; the company is told. Raises Refusal."""
    request, said = _open(case), _said(reason)
    request.withdrawn_at = at
    request.save(update_fields=["withdrawn_at"])
    _tell(case, wordings.WITHDRAWN, said, by=by, at=at)
    go_on(case, by=by, at=at, note=said)
    have_it_reviewed(case, WITHDRAWN, by=by, at=at)
    return case


@transaction.atomic
def go_on(
    case: Case,
    to: Status = Status.IN_REVIEW,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    seen_version: int | None = None,
) -> Case:
    """Move a case on that waits for a completion: the time limit of our answer runs again. Raises cases.CannotMove."""
    application = Application.objects.select_for_update(of=("self",)).filter(case=case).first()
    asked = completing.request_of(case)
    if application:
        pausing.count_pause(application, case, asked.due_on, clock.local_day(at))
    return cases.move(case, to, note=note, seen_version=seen_version, by=by, at=at)


def _open(case: Case) -> CompletionRequest:
    """The request the company has before it, locked in the order of `submit`: first the answers, then the case."""
    Response.objects.select_for_update(of=("self",)).filter(application__case=case).first()
    case.status = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk).status
    request = completing.open_request(case)
    if request is None:
        raise Refusal(gettext_lazy("Nothing is asked of this company at the moment."))
    return request


def _said(reason: str) -> str:
    said = clean(reason)
    if not said:
        raise Refusal(gettext_lazy("Say why: the company reads it."), "reason")
    if len(said) > LONGEST_REASON:
        raise Refusal(gettext_lazy("Say it in fewer words."), "reason")
    return said


def _note(case: Case, what: str, reason: str, *, by: Actor, at: datetime) -> None:
    cases.log_interaction(case, kind=InteractionKind.NOTE, text=f"{what} {reason}", by=by, at=at)


def _tell(case: Case, slot: Slot, reason: str, *, by: Actor, at: datetime) -> None:
    """By mail; where there is no address, the officer has a call to make."""
    contact = queries.primary_contacts([case]).get(case.company_id)
    if contact and contact.email:
        emails.tell_request_changed(emails.Letter(case, contact, emails.the_site(), at), slot, reason)
    else:
        cases.add_task(case, kind=TaskKind.CALL, reason=TELL, due_on=clock.local_day(at), by=by, at=at)
