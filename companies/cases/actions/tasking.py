"""What is to be done on a case, by whom, by when."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases.enums import DayPart, TaskKind, TaskSide
from companies.cases.models import Case, Task
from companies.cases.querysets import TaskQuerySet, reaches
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor


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
    day_part: DayPart = DayPart.ANY,
    owner: User | None = None,
    side: TaskSide = TaskSide.OFFICER,
) -> Task:
    """Something to do on `case`; the case's officer owns it unless said otherwise. Refuses a day that is over."""
    if kind == TaskKind.OTHER and not title.strip():
        raise Refusal(_("Say what is to be done."), "title")
    if due_on < clock.local_day(at):
        raise Refusal(_("This day is over: choose today or a later day."), "due_on")
    task = Task.objects.create(
        case=case,
        kind=kind,
        title=title.strip(),
        reason=reason,
        due_on=due_on,
        day_part=day_part,
        owner_id=owner.pk if owner else case.officer_id,
        side=side,
        made_at=at,
    )
    journal.record("task.made", task, by=by, at=at, stream=case.stream, kind=kind.value, reason=reason)
    return task


@transaction.atomic
def complete_task(task: Task, *, by: Actor, at: datetime, outcome: str = "") -> Task:
    """Done. Doing it twice changes nothing."""
    done = Task.objects.open().filter(pk=task.pk).update(done_at=at, done_by_id=by.user_id, outcome=outcome)
    if done:
        task.done_at, task.done_by_id, task.outcome = at, by.user_id, outcome
        journal.record("task.done", task, by=by, at=at, stream=task.stream)
    return task


@transaction.atomic
def finish_tasks(tasks: TaskQuerySet, *, outcome: str, by: Actor, at: datetime) -> list[Task]:
    """End what events have overtaken, each with `outcome`, the code of what overtook it."""
    ended = list(tasks.open().select_for_update(of=("self",)).order_by("pk"))
    Task.objects.filter(pk__in=[task.pk for task in ended]).update(done_at=at, done_by_id=by.user_id, outcome=outcome)
    journal.record_many(
        [journal.entry("task.done", task, by=by, at=at, stream=task.stream, outcome=outcome) for task in ended]
    )
    return ended


@transaction.atomic
def open_again(tasks: TaskQuerySet, *, by: Actor, at: datetime) -> None:
    """Undo an end that was a slip; `tasks` are done."""
    woken = list(tasks.select_for_update(of=("self",)).order_by("pk"))
    Task.objects.filter(pk__in=[task.pk for task in woken]).update(done_at=None, done_by=None, outcome="")
    journal.record_many([journal.entry("task.opened_again", task, by=by, at=at, stream=task.stream) for task in woken])


@transaction.atomic
def set_day(task: Task, due_on: date, day_part: DayPart, *, by: Actor, at: datetime) -> Task:
    """Agreed for another day or hour. Refuses a day that is over; a task that is done keeps its own."""
    if due_on < clock.local_day(at):
        raise Refusal(_("This day is over: choose today or a later day."), "due_on")
    changed = {"due_on": due_on, "day_part": day_part, "snoozed_until": None}
    if Task.objects.open().filter(pk=task.pk).update(**changed):
        task.due_on, task.day_part, task.snoozed_until = due_on, day_part, None
        journal.record("task.day_set", task, by=by, at=at, stream=task.stream, due_on=due_on.isoformat())
    return task


@transaction.atomic
def snooze_task(task: Task, until: date, *, by: Actor, at: datetime) -> Task:
    """Put off to a later day, never without one."""
    if until <= clock.local_day(at):
        raise Refusal(_("Choose a day after today."), "until")
    if Task.objects.open().filter(pk=task.pk).update(snoozed_until=until):
        task.snoozed_until = until
        journal.record("task.put_off", task, by=by, at=at, stream=task.stream, until=until.isoformat())
    return task


@transaction.atomic
def hand_over_task(task: Task, owner: User, *, by: Actor, at: datetime) -> Task:
    """Give a task to a colleague; refuses one who does not work on cases or cannot see this one."""
    if not (owner.is_active and owner.grant.works_cases and reaches(owner, task.case, on=clock.local_day(at))):
        raise Refusal(_("This person cannot see this file."), "owner")
    if Task.objects.open().filter(pk=task.pk).update(owner=owner):
        task.owner = owner
        journal.record("task.handed_over", task, by=by, at=at, stream=task.stream, owner=owner.pk)
    return task
