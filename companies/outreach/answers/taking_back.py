"""An answer is taken back within ten minutes, and what it led to with it."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import TaskKind
from companies.cases.models import Task
from companies.common.refusals import Refusal
from companies.dialogue import actions as dialogue
from companies.journal.actors import Actor
from companies.outreach.answers.giving import REPLACED, check_holder, lock, record
from companies.outreach.enums import AnswerKind, End, ReminderState
from companies.outreach.models import Answer, Reminder
from companies.registry import actions as registry

UNDO_FOR: Final = timedelta(minutes=10)
TAKEN_BACK: Final = "taken_back"
"""How a task ends whose answer was taken back."""
STOPPED: Final = (End.SIGN, End.LEFT, End.DEFERRED)
"""Why reminders were cancelled that come back with the answer that stopped them."""


class TooLate(Refusal):
    """The ten minutes are over."""


@transaction.atomic
def undo(answer: Answer, *, by: Actor, at: datetime) -> Answer:
    """As if nothing had been pressed; twice is once. Raises Refusal: TooLate, or its link opens nothing any more."""
    case = answer.reminder.case
    lock(case)
    answer.refresh_from_db()
    if answer.undone_at:
        return answer
    if at > until_when(answer):
        raise TooLate(_("An answer can be taken back for ten minutes. Call us: we change it with you."))
    check_holder(answer)
    _end_what_it_made(answer, by=by, at=at)
    deferred = answer.until if answer.kind == AnswerKind.LATER else None
    cases.take_back(case, cases.Before(**answer.before["case"]), since=answer.at, deferred=deferred, by=by, at=at)
    _plan_again(answer)
    answer.undone_at = at
    answer.save(update_fields=["undone_at"])
    record("answer.undone", answer, by=by, at=at)
    return answer


def until_when(answer: Answer) -> datetime:
    """Up to which instant it can be taken back."""
    return answer.at + UNDO_FOR


def _end_what_it_made(answer: Answer, *, by: Actor, at: datetime) -> None:
    if answer.task:
        _call_off(answer.task, answer.at, by=by, at=at)
        _forget_phone(answer, by=by, at=at)
    if answer.obstacle:
        dialogue.withdraw_obstacle(answer.obstacle, by=by, at=at)
        answer.obstacle = None
        answer.save(update_fields=["obstacle"])


def _call_off(call: Task, since: datetime, *, by: Actor, at: datetime) -> None:
    """A call set at `since` ends, and the one whose place it took is to be made after all; not if it was made."""
    own = Task.objects.filter(pk=call.pk)
    if cases.finish_tasks(own, outcome=TAKEN_BACK, by=by, at=at):
        before = Task.objects.filter(case=call.case_id, kind=TaskKind.HELP, done_at=since, outcome=REPLACED)
        cases.open_again(before, by=by, at=at)
    else:
        own.filter(outcome=REPLACED).update(outcome=TAKEN_BACK)


def _forget_phone(answer: Answer, *, by: Actor, at: datetime) -> None:
    """The number it put on file, unless somebody wrote another one or a later call is to be made at it."""
    link, phone = answer.reminder.link, answer.before.get("phone")
    if not link or not phone or link.contact.phone != phone:
        return
    later = Answer.objects.standing().filter(
        reminder__case=answer.reminder.case_id, kind=AnswerKind.HELP, at__gt=answer.at, task__done_at__isnull=True
    )
    if not later.exists():
        registry.update_contact(link.contact, by=by, at=at, phone="")


def _plan_again(answer: Answer) -> None:
    """A sweep that passed meanwhile took the answer at its word; the next one judges these lines anew."""
    stopped = Reminder.objects.filter(case=answer.reminder.case_id, state=ReminderState.CANCELLED, reason__in=STOPPED)
    stopped.filter(ended_at__gte=answer.at).update(state=ReminderState.PLANNED, reason="", ended_at=None)
