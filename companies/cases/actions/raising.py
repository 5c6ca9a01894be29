"""An open task that presses more than before, instead of a second one beside it."""

from datetime import date, datetime

from django.db import transaction

from companies.cases.models import Task
from companies.journal import actions as journal
from companies.journal.actors import Actor


@transaction.atomic
def raise_task(task: Task, *, due_on: date, reason: str, by: Actor, at: datetime) -> Task:
    """Back on the list, whatever it was put off to, with its new reason and day. One that is done stays done."""
    changed = {"due_on": due_on, "reason": reason, "snoozed_until": None}
    if Task.objects.open().filter(pk=task.pk).update(**changed):
        task.due_on, task.reason, task.snoozed_until = due_on, reason, None
        journal.record("task.raised", task, by=by, at=at, stream=task.stream, reason=reason)
    return task
