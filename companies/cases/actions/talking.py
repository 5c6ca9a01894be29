"""Calls, visits, notes, and the signs of life they give."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases.actions.moving import move
from companies.cases.actions.tasking import add_task, complete_task, finish_tasks
from companies.cases.enums import InteractionKind, Outcome, Sign, Status, TaskKind
from companies.cases.models import Case, Interaction, Task
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.registry.models import Contact

NOT_REACHED: Final = (Status.LISTED, Status.INVITED)
SIGNS: Final[dict[InteractionKind, Sign]] = {
    InteractionKind.CALL: Sign.SPOKEN,
    InteractionKind.VISIT: Sign.MET,
    InteractionKind.MEETING: Sign.MET,
    InteractionKind.FORUM: Sign.MET,
    InteractionKind.MAIL: Sign.WROTE,
}
REPLACED: Final = "replaced"
"""How a task ends in whose place another was set without a result."""
CALL_AGAIN: Final = (Outcome.NO_ANSWER, Outcome.CALL_AGAIN)


@dataclass(frozen=True, slots=True)
class Next:
    """What follows from a call or note: the task it was for is done, and the next step has a day."""

    done: Task | None = None
    on: date | None = None


def note_sign(case: Case, *, at: datetime, sign: Sign = Sign.NONE) -> None:
    """A personal act of the company: it stops every ladder. Never called for a delivery, an opening or an import."""
    fresh = Q(last_sign_at__isnull=True) | Q(last_sign_at__lt=at)
    if Case.objects.filter(fresh, pk=case.pk).update(last_sign_at=at, last_sign=sign):
        case.last_sign_at, case.last_sign = at, sign


@transaction.atomic
def log_interaction(
    case: Case,
    *,
    kind: InteractionKind,
    by: Actor,
    at: datetime,
    outcome: Outcome = Outcome.NONE,
    text: str = "",
    contact: Contact | None = None,
    happened_on: date | None = None,
    shared: bool = False,
    then: Next = Next(),
) -> Interaction:
    """Note what happened. Having spoken to a person is a sign of life and makes the company "reached".

    Raises Refusal for a note without words and for a day to come.
    """
    day = happened_on or clock.local_day(at)
    _check(kind, outcome, text, day, at)
    if then.on and then.on < clock.local_day(at):
        raise Refusal(_("This day is over: choose today or a later day."), "next_on")
    row = Interaction.objects.create(
        case=case,
        contact=contact,
        kind=kind,
        outcome=outcome,
        happened_on=day,
        text=text.strip(),
        shared=shared,
        by_id=by.user_id,
        at=at,
    )
    journal.record("interaction.noted", row, by=by, at=at, stream=case.stream, kind=kind.value, outcome=outcome.value)
    if _was_personal(kind, outcome):
        reached(case, SIGNS[kind], day, by=by, at=at)
    _follow_up(case, outcome, then, by=by, at=at)
    return row


def _check(kind: InteractionKind, outcome: Outcome, text: str, day: date, at: datetime) -> None:
    if day > clock.local_day(at):
        raise Refusal(_("This day has not come yet."), "happened_on")
    if outcome == Outcome.NONE and not text.strip():
        raise Refusal(_("Write a few words, or choose a result."), "text")
    if outcome != Outcome.NONE and kind == InteractionKind.NOTE:
        raise Refusal(_("A note has no result: choose call or visit."), "outcome")


def _was_personal(kind: InteractionKind, outcome: Outcome) -> bool:
    return outcome == Outcome.SPOKEN or kind == InteractionKind.MAIL


def reached(case: Case, sign: Sign, day: date, *, by: Actor, at: datetime) -> None:
    """A personal act of that day, noted at noon when it is not today, makes the company "reached"."""
    note_sign(case, at=at if day == clock.local_day(at) else clock.instant(day, time(12)), sign=sign)
    current = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if current.status in NOT_REACHED:
        move(case, Status.REACHED, by=by, at=at)


def _follow_up(case: Case, outcome: Outcome, then: Next, *, by: Actor, at: datetime) -> None:
    """The task it was for is done; a next step takes the place of those of its kind that say nothing of their own."""
    if then.done:
        complete_task(then.done, by=by, at=at, outcome=outcome.value)
    if then.on:
        kind = TaskKind.CALL if outcome in CALL_AGAIN else TaskKind.FOLLOW_UP
        same = case.tasks.of_officers().filter(kind=kind, title="")
        finish_tasks(same, outcome=outcome.value or REPLACED, by=by, at=at)
        add_task(case, kind=kind, due_on=then.on, by=by, at=at)


@transaction.atomic
def defer(case: Case, until: date, *, by: Actor, at: datetime) -> Case:
    """The company asked not to be written to until a day: ladders rest and start again then."""
    Case.objects.filter(pk=case.pk).update(deferred_until=until)
    case.deferred_until = until
    journal.record("case.deferred", case, by=by, at=at, stream=case.stream, until=until.isoformat())
    return case
