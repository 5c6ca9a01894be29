"""Planning the first reminder of every case at once, beside a bare INSERT of as many rows. Ends that database."""

import statistics
import time
from datetime import timedelta

from django.db import connection, transaction

from companies.cases.models import Case
from companies.outreach import hours
from companies.outreach.kinds import INVITED
from companies.outreach.ledger import ladder, planner
from companies.outreach.models import Reminder
from tests.benchmarks.databases import name, using
from tests.benchmarks.generate import BEGAN
from tests.benchmarks.results import Result

ROUNDS = 3

INVITE_ALL = """
SET LOCAL session_replication_role = replica;
DELETE FROM outreach_reminder;
DELETE FROM cases_move WHERE from_status <> '';
INSERT INTO cases_move (case_id, from_stage, from_status, to_stage, to_status, closed_as, reason, note, at)
    SELECT id, 'targeted', 'listed', 'targeted', 'invited', '', '', '', timestamptz %(at)s FROM cases_case;
UPDATE cases_case SET stage = 'targeted', status = 'invited', closed_as = '', last_sign = '', last_sign_at = NULL,
    deferred_until = NULL, status_since = timestamptz %(at)s
"""

BARE = """
INSERT INTO bare (id, kind, case_id, subject, occurrence, rung, starts_at, due_at, state, reason, planned_at)
    SELECT n, 'invited', n, '', n || ':1', 1, now(), now(), 'planned', '', now() FROM generate_series(1, %s) n
"""


def results(size: int) -> list[Result]:
    with using(name(size)):
        _invite_everyone()
        floors, firsts, agains = zip(*(_round(size) for _ in range(ROUNDS)), strict=True)
    first = statistics.median(mine / floor for mine, floor in zip(firsts, floors, strict=True))
    again = statistics.median(mine / floor for mine, floor in zip(agains, floors, strict=True))
    return [
        Result(f"planning {size} reminders", statistics.median(firsts), "s"),
        Result("planning, of a bare INSERT of as many rows", first, "times", 15),
        Result("planning again, nothing new", again, "times", 5),
    ]


def _invite_everyone() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INVITE_ALL, {"at": BEGAN})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_case, cases_move, outreach_reminder")


def _round(size: int) -> tuple[float, float, float]:
    """Seconds of the floor, of planning, and of planning again."""
    floor = _timed(_bare_insert, size)
    now, open_hours = ladder.now(BEGAN + timedelta(days=6)), hours.current()
    first = _timed(planner.plan, INVITED, now, open_hours)
    if Reminder.objects.count() != size or Case.objects.count() != size:
        raise RuntimeError(f"{Reminder.objects.count()} reminders planned for {size} cases")
    again = _timed(planner.plan, INVITED, now, open_hours)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outreach_reminder CASCADE")
    return floor, first, again


def _bare_insert(size: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (LIKE outreach_reminder INCLUDING DEFAULTS)")
        cursor.execute(BARE, [size])
        cursor.execute("DROP TABLE bare")


def _timed(act, *arguments) -> float:
    began = time.perf_counter()
    act(*arguments)
    return time.perf_counter() - began
