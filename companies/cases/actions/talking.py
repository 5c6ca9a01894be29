"""Calls, notes, signs of life and tasks."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases.enums import InteractionKind, Outcome, Status, TaskKind, TaskSide
from companies.cases.actions.moving import move
from companies.cases.models import Case, Interaction, Task
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.registry.models import Contact

NOT_REACHED = (Status.LISTED, Status.INVITED)


def note_sign(case: Case, *, at: datetime) -> None:
    """A personal act of the company: it stops every ladder. Never called for a delivery, an opening or an import."""
    Case.objects.filter(Q(last_sign_at__isnull=True) | Q(last_sign_at__lt=at), pk=case.pk).update(last_sign_at=at)
    case.last_sign_at = max(case.last_sign_at or at, at)


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
) -> Interaction:
    """Note what happened. Having spoken to a person is a sign of life and makes the company "reached"."""
    happened = happened_on or clock.local_day(at)
    if happened > clock.local_day(at):
        raise Refusal(_("This day has not come yet."), "happened_on")
    row = Interaction.objects.create(
        case=case,
        contact=contact,
        kind=kind,
        outcome=outcome,
        happened_on=happened,
        text=text,
        shared=shared,
        by_id=by.user_id,
        at=at,
    )
    journal.record("interaction.noted", row, by=by, at=at, stream=case.stream, kind=kind.value, outcome=outcome.value)
    if outcome == Outcome.SPOKEN:
        note_sign(case, at=at)
        if case.status in NOT_REACHED:
            move(case, Status.REACHED, by=by, at=at)
    return row


@transaction.atomic
def defer(case: Case, until: date, *, by: Actor, at: datetime) -> Case:
    """The company asked not to be written to until a day: ladders rest and start again then."""
    Case.objects.filter(pk=case.pk).update(deferred_until=until)
    case.deferred_until = until
    journal.record("case.deferred", case, by=by, at=at, stream=case.stream, until=until.isoformat())
    return case


@transaction.atomic
def add_task(
    case: Case,
    *,
    kind: TaskKind,
    due_on: date,
    by: Actor,
    at: datetime,
    title: str = "",
    reason: str = "",
    owner: User | None = None,
    side: TaskSide = TaskSide.OFFICER,
) -> Task:
    """Something to do on `case`; the case's officer owns it unless said otherwise."""
    task = Task.objects.create(
        case=case,
        kind=kind,
        title=title,
        reason=reason,
        due_on=due_on,
        owner_id=owner.pk if owner else case.officer_id,
        side=side,
        made_at=at,
    )
    journal.record("task.made", task, by=by, at=at, stream=case.stream, kind=kind.value, reason=reason)
    return task


@transaction.atomic
def complete_task(task: Task, *, by: Actor, at: datetime, outcome: str = "") -> Task:
    """Done. Doing it twice changes nothing."""
    done = Task.objects.filter(pk=task.pk, done_at__isnull=True).update(
        done_at=at, done_by_id=by.user_id, outcome=outcome
    )
    if done:
        task.done_at, task.done_by_id, task.outcome = at, by.user_id, outcome
        journal.record("task.done", task, by=by, at=at, stream=f"case:{task.case_id}")
    return task


@transaction.atomic
def snooze_task(task: Task, until: date, *, by: Actor, at: datetime) -> Task:
    """Put off to a later day, never without one."""
    if until <= clock.local_day(at):
        raise Refusal(_("Choose a day after today."), "until")
    Task.objects.filter(pk=task.pk).update(snoozed_until=until)
    task.snoozed_until = until
    journal.record("task.put_off", task, by=by, at=at, stream=f"case:{task.case_id}", until=until.isoformat())
    return task


@transaction.atomic
def hand_over_task(task: Task, owner: User, *, by: Actor, at: datetime) -> Task:
    Task.objects.filter(pk=task.pk).update(owner=owner)
    task.owner = owner
    journal.record("task.handed_over", task, by=by, at=at, stream=f"case:{task.case_id}", owner=owner.pk)
    return task
