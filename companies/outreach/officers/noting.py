"""From facts to tasks: one mechanism for all of them. Asked twice, or by two at once, it makes one task."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import Count

from companies.cases import actions as cases
from companies.cases.actions.raising import raise_task
from companies.cases.actions.tasking import finish_tasks
from companies.cases.models import Case, Task
from companies.common import clock
from companies.common.faults import fault
from companies.journal.actors import SYSTEM
from companies.outreach import reasons
from companies.outreach.enums import End, ReminderState
from companies.outreach.hours import Hours
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Policy, Reminder
from companies.outreach.officers.facts import Fact, Moment

logger = logging.getLogger(__name__)

BATCH: Final = 100
"""Cases held by one transaction; the sweep goes on with the next ones."""
LEDGER_KEY: Final = "reminder_ledger_key"
OVERTAKEN: Final = "overtaken"
"""How a task ends whose fact no longer holds."""

_NEW: Final = """
WITH said AS ({selector})
SELECT case_id, version, subject, occurrence, rung, figure, contact_id, starts_at, due_on FROM said
WHERE case_id <> ALL(%(passed)s) AND NOT EXISTS (
    SELECT 1 FROM outreach_reminder r WHERE r.kind = %(kind)s AND r.case_id = said.case_id
        AND r.subject = said.subject AND r.occurrence = said.occurrence
)
ORDER BY starts_at, case_id LIMIT %(most)s
"""
_OVER: Final = """
SELECT t.id FROM cases_task t JOIN outreach_reminder r ON r.task_id = t.id
WHERE r.kind = %(kind)s AND t.done_at IS NULL AND ({over})
"""


class Found(NamedTuple):
    case_id: int
    version: int
    subject: str
    occurrence: str
    rung: int
    figure: int
    contact_id: int | None
    starts_at: datetime
    due_on: date


@dataclass
class Noted:
    """Tasks made, tasks ended by themselves, facts that could not be noted; `error` is the last of those."""

    made: int = 0
    ended: int = 0
    failed: int = 0
    error: str = ""


def note(fact: Fact, now: Now, hours: Hours) -> Noted:
    """Bring the tasks of one kind up to date. A fixed number of statements, and some for each task made or ended."""
    rules = in_force(fact, now)
    done = Noted()
    if fact.numbers and not rules:
        return done  # switched off: what stands is the officer's to end
    moment = Moment(now.at, now.today, hours, {rule.rung: rule.wait_days for rule in rules})
    workday = clock.local_day(hours.next_open(now.at))
    values = fact.values(moment) | {"kind": fact.key, "at": now.at, "today": now.today, "workday": workday}
    done.ended = _end(fact, values, now)
    left = _left_today(fact, rules, now)
    passed: list[int] = []
    while left > 0:
        found = _batch(fact, values | {"passed": passed, "most": min(BATCH, left)}, now, done, passed)
        left = left - found if found == BATCH else 0
    return done


def in_force(fact: Fact, now: Now) -> list[Policy]:
    """The newest rule of each rung that applies today, if it is switched on."""
    rules = Policy.objects.filter(kind=fact.key, valid_from__lte=now.today, rung__lte=len(fact.numbers))
    newest = rules.order_by("rung", "-valid_from", "-id").distinct("rung") if fact.numbers else rules.none()
    return [rule for rule in newest if rule.active]


def _left_today(fact: Fact, rules: Sequence[Policy], now: Now) -> int:
    """A rule never floods anybody: so many tasks a day, the longest waiting first. What the law wants has no limit."""
    if not rules or fact.kept:
        return 2**31
    today = Reminder.objects.filter(kind=fact.key, planned_at__range=(clock.start_of(now.today), now.at))
    return int(rules[0].first_day) - today.aggregate(n=Count("pk"))["n"]


def _end(fact: Fact, values: dict[str, Any], now: Now) -> int:
    ids = [pk for (pk,) in _rows(_OVER.replace("{over}", fact.over), values)]
    tasks = Task.objects.filter(pk__in=ids)
    return len(finish_tasks(tasks, outcome=OVERTAKEN, by=SYSTEM, at=now.at)) if ids else 0


@transaction.atomic
def _batch(fact: Fact, values: dict[str, Any], now: Now, done: Noted, passed: list[int]) -> int:
    """How many were found. One that fails is passed over, and does not stop the others."""
    rows = [Found(*row) for row in _rows(_NEW.replace("{selector}", fact.selector), values)]
    held = _held(rows)
    for row in rows:
        if row.case_id not in held:
            passed.append(row.case_id)
            continue
        try:
            done.made += _once(fact, held[row.case_id], row, now)
        except Exception as error:  # written down and shown; the other cases go on
            logger.exception("A fact of case %s could not be noted", row.case_id)
            passed.append(row.case_id)
            done.failed += 1
            done.error = f"case {row.case_id}: {type(error).__name__}: {error}"[:500]
    fault("facts_before_commit")
    return len(rows)


def _held(rows: Sequence[Found]) -> dict[int, Case]:
    """Their cases, locked. One that somebody is working on, or that has changed since, is left to the next sweep."""
    if not rows:
        return {}
    versions = {row.case_id: row.version for row in rows}
    free = Case.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(pk__in=versions)
    return {case.pk: case for case in free.order_by("pk") if case.version == versions[case.pk]}


def _once(fact: Fact, case: Case, row: Found, now: Now) -> int:
    try:
        with transaction.atomic():
            _make(fact, case, row, now)
    except IntegrityError as error:
        if LEDGER_KEY not in str(error):
            raise
        return 0  # another sweep was faster, and its task stands
    return 1


def _make(fact: Fact, case: Case, row: Found, now: Now) -> None:
    task = _taken_over(fact, case, row, now) or cases.add_task(
        case, kind=fact.task, due_on=row.due_on, reason=_reason(fact, row), by=SYSTEM, at=now.at
    )
    Reminder.objects.create(
        kind=fact.key,
        case=case,
        subject=row.subject,
        occurrence=row.occurrence,
        rung=row.rung,
        contact_id=row.contact_id,
        starts_at=row.starts_at,
        due_at=now.at,
        planned_at=now.at,
        ended_at=now.at,
        state=ReminderState.POSTED,
        task=task,
    )


def _taken_over(fact: Fact, case: Case, row: Found, now: Now) -> Task | None:
    """The task an earlier mark made, if it is still open: raised again, with the new reason."""
    lines = Reminder.objects.filter(kind=fact.key, case=case, task__done_at__isnull=True, task__isnull=False)
    line = lines.select_related("task").order_by("-id").first() if fact.kept else None
    if line is None or line.task is None:
        return None
    task = raise_task(line.task, due_on=row.due_on, reason=_reason(fact, row), by=SYSTEM, at=now.at)
    Reminder.objects.filter(pk=line.pk).update(state=ReminderState.SUPPRESSED, reason=End.SUPERSEDED, task=None)
    return task


def _reason(fact: Fact, row: Found) -> str:
    return reasons.code(fact.key, row.figure)


def _rows(statement: str, values: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
