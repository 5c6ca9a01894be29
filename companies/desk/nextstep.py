"""The one thing a case page asks for: the earliest open task, or that one be set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from companies.cases.enums import TaskKind
from companies.cases.models import Case, Task
from companies.common import words
from companies.desk import calls, phrases
from companies.desk.calls import CALLS
from companies.desk.reasons import reason_words
from companies.desk.sheet import Awaited


@dataclass(frozen=True, slots=True)
class NextStep:
    """`late` is drawn in red; `task` is None when nothing has been set."""

    kicker: str
    title: str
    reason: str
    late: str = ""
    task: Task | None = None

    @property
    def is_call(self) -> bool:
        return self.task is not None and self.task.kind in CALLS


def next_step_of(
    case: Case, tasks: Sequence[Task], today: date, awaited: Awaited | None = None, due_on: date | None = None
) -> NextStep:
    """`awaited` is the confirmation that the company was asked for, `due_on` the last day of what was asked back."""
    if not tasks:
        return _to_be_confirmed(case, awaited) if awaited else _nothing_to_do(due_on, today)
    task = min(tasks, key=lambda each: (each.kind != TaskKind.HELP, day_of(each), each.pk))
    day = day_of(task)
    return NextStep(
        kicker=_("Next step · %(day)s") % {"day": words.full_day(day)},
        title=calls.in_words(task, today) or str(task),
        reason=reason_words(task),
        late=phrases.late(day, today),
        task=task,
    )


def _nothing_to_do(until: date | None, today: date) -> NextStep:
    """No task is open: the next step is the company's where it was asked for something, else one is to be set."""
    if until is None:
        return NextStep(_("Next step"), _("No next step is set"), _("Choose its day in the box below."))
    day = {"day": words.full_day(until)}
    if until < today:
        over = _("The company could complete its application until %(day)s") % day
        return NextStep(_("Next step"), over, _("Go on with what has arrived."))
    waiting = _("Waiting for the company until %(day)s") % day
    return NextStep(_("Next step"), waiting, _("The time limit of our answer is stopped until then."))


def _to_be_confirmed(case: Case, awaited: Awaited) -> NextStep:
    """The company is to read what an officer filled in; ours, where it was changed since it was asked."""
    since = {"day": words.day(awaited.since)}
    if awaited.stale:
        again = _("Ask the company to confirm again")
        return NextStep(_("Next step"), again, _("What was typed since %(day)s has not been put to it.") % since)
    waiting = _("Waiting for the company to confirm until %(day)s") % {"day": words.full_day(case.closes_on)}
    return NextStep(_("Next step"), waiting, _("It was asked on %(day)s; reminders leave by themselves.") % since)


def day_of(task: Task) -> date:
    """The day a task comes up: when it is due, or until when it was put off."""
    return max(task.due_on, task.snoozed_until or task.due_on)
