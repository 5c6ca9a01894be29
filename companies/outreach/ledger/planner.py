"""What should stand in the ledger now? Asked of the cases alone, set by set; asked twice, it changes nothing.

Due is "on or before", never "exactly today": after days without a sweep, what was missed is there, and of several
missed rungs only the last is kept. Rungs are planned up to three days ahead, so that officers see and can cancel them.
What was cancelled because its need had gone comes back with its need; what an officer cancelled does not.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Max, Min
from psycopg.errors import UniqueViolation

from companies.cases.models import Case
from companies.common.faults import fault
from companies.outreach.hours import Hours
from companies.outreach.kinds import Kind
from companies.outreach.ledger import ladder, parameters
from companies.outreach.ledger.ladder import LADDER, STANDS, START, SUBJECT, Now

MOST_FAILURES: Final = 20
"""Cases that fail are left out one by one; when so many do, the kind as a whole is at fault."""

_STEPS: Final = """
steps AS (
    SELECT * FROM unnest(%(rungs)s::int[], %(waits)s::interval[], %(froms)s::timestamptz[], %(counted_back)s::bool[],
        %(earliest)s::timestamptz[], %(latest)s::timestamptz[]) AS s (rung, wait, valid_from, notice, earliest, latest)
),
ends AS (SELECT * FROM unnest(%(days)s::date[], %(ends)s::timestamptz[]) AS d (day, ends_at)),
dues AS (
    SELECT * FROM unnest(%(notice_rungs)s::int[], %(notice_days)s::date[], %(notice_dues)s::timestamptz[])
        AS n (rung, day, due)
)
"""
_OPENING: Final = """
CASE WHEN x.notice OR x.raw < %(at)s THEN x.raw ELSE COALESCE((
    SELECT min(GREATEST(w.opens, x.raw)) FROM unnest(%(opens)s::timestamptz[], %(shuts)s::timestamptz[])
        AS w (opens, shuts) WHERE w.shuts > x.raw
), x.raw) END
"""
# A case whose day ends at a time not known yet, because it was put off a moment ago, waits for the next sweep.
_LINES: Final = f"""
lines AS (
    SELECT l.case_id, l.contact_id, l.base || ':' || s.rung AS occurrence, s.rung, s.notice, s.valid_from,
        {SUBJECT} AS subject, {START} AS starts_at, d.ends_at AS not_after,
        CASE WHEN s.notice THEN n.due ELSE l.counted_at + s.wait END AS raw
    FROM standing_ladder l JOIN steps s ON {STANDS} AND {{within}}
    LEFT JOIN ends d ON d.day = l.deadline_on
    LEFT JOIN dues n ON n.rung = s.rung AND n.day = l.deadline_on
    WHERE (l.deadline_on IS NULL OR d.day IS NOT NULL) AND (NOT s.notice OR n.due IS NOT NULL)
)
""".replace("{notice}", "s.notice")  # noqa: S608 - constants of this package

# Asked once for all that follows; dropped by the transaction that made it.
# On the day the company asked for, the first rung comes at once and the others as far behind it as ever.
STAND: Final = f"""
CREATE TEMPORARY TABLE standing_ladder ON COMMIT DROP AS
WITH {LADDER}
SELECT case_id, contact_id, base, entered_at, starts_at, stopped, subject, deadline_on,
    CASE WHEN asked THEN starts_at - %(first)s ELSE starts_at END AS counted_at
FROM ladder
"""  # noqa: S608 - as above
# What is planned and does not stand where its ladder stands now. A sign of life, another main contact or closing day:
# it goes along, it does not pile up; what has no ladder any more ends.
ASTRAY: Final = f"""
CREATE TEMPORARY TABLE astray ON COMMIT DROP AS
SELECT p.id, p.case_id, p.occurrence, l.case_id IS NULL OR NOT p.rung = ANY(%(rungs)s) AS ends
FROM outreach_reminder p
LEFT JOIN standing_ladder l ON l.case_id = p.case_id
LEFT JOIN unnest(%(days)s::date[], %(ends)s::timestamptz[]) AS e (day, ends_at) ON e.day = l.deadline_on
WHERE p.kind = %(kind)s AND p.state = 'planned' AND p.case_id BETWEEN %(low)s AND %(high)s AND (
    l.case_id IS NULL OR NOT p.rung = ANY(%(rungs)s) OR p.starts_at <> {START} OR NOT {STANDS}
    OR p.occurrence <> l.base || ':' || p.rung
    OR p.contact_id IS DISTINCT FROM l.contact_id OR p.not_after IS DISTINCT FROM e.ends_at
)
""".replace("{notice}", "(p.rung = ANY(%(notices)s))")  # noqa: S608 - constants of this package
FOLLOW: Final = f"""
WITH {_STEPS}, {_LINES}
UPDATE outreach_reminder r
SET starts_at = x.starts_at, subject = x.subject, contact_id = x.contact_id, not_after = x.not_after,
    due_at = CASE WHEN r.starts_at = x.starts_at AND (NOT x.notice OR r.not_after IS NOT DISTINCT FROM x.not_after)
        THEN r.due_at ELSE {_OPENING} END
FROM astray m JOIN lines x ON x.case_id = m.case_id AND x.occurrence = m.occurrence
WHERE r.id = m.id AND r.state = 'planned' AND NOT m.ends AND NOT EXISTS (
    SELECT 1 FROM outreach_reminder o WHERE o.id <> r.id AND o.kind = r.kind AND o.case_id = r.case_id
        AND o.subject = x.subject AND o.occurrence = r.occurrence
)
""".replace("{within}", "true")  # noqa: S608 - as above
CANCEL: Final = f"""
UPDATE outreach_reminder r
SET state = 'cancelled', ended_at = %(at)s, reason = CASE
        WHEN NOT c.status = ANY(%(statuses)s) THEN 'left'
        WHEN c.deferred_until > %(today)s THEN 'deferred'
        WHEN NOT r.rung = ANY(%(rungs)s) THEN 'off'
        WHEN EXISTS (SELECT 1 FROM registry_company WHERE id = c.company_id AND ceased_on <= %(today)s) THEN 'ceased'
        WHEN c.last_sign_at > r.starts_at THEN 'sign'
        ELSE 'over' END
FROM astray m
JOIN outreach_reminder p ON p.id = m.id
JOIN cases_case c ON c.id = p.case_id
LEFT JOIN standing_ladder l ON l.case_id = p.case_id AND p.occurrence = l.base || ':' || p.rung
    AND p.starts_at = {START} AND {STANDS}
WHERE r.id = p.id AND r.state = 'planned' AND (m.ends OR l.case_id IS NULL)
RETURNING r.reason
""".replace("{notice}", "(p.rung = ANY(%(notices)s))")  # noqa: S608 - as above
# In the order in which the lines are due, then of the cases: the poster follows the numbers that they get here.
# Most rungs of most cases are not due for long: the join asks that first, by two comparisons.
PLAN: Final = f"""
WITH {_STEPS}, {_LINES}
INSERT INTO outreach_reminder (kind, case_id, subject, occurrence, rung, contact_id, starts_at, due_at, not_after,
    state, reason, planned_at)
SELECT %(kind)s, x.case_id, x.subject, x.occurrence, x.rung, x.contact_id, x.starts_at, {_OPENING},
    x.not_after, 'planned', '', %(at)s
FROM lines x
WHERE x.raw <= LEAST(%(horizon)s, x.not_after) AND x.raw >= x.valid_from AND NOT EXISTS (
    SELECT 1 FROM outreach_reminder o WHERE o.kind = %(kind)s AND o.case_id = x.case_id AND o.subject = x.subject
        AND o.occurrence = x.occurrence AND (o.state <> 'cancelled' OR o.reason = 'by_hand')
)
ORDER BY x.raw, x.case_id
""".replace("{within}", "(s.notice OR l.counted_at BETWEEN s.earliest AND s.latest)")  # noqa: S608 - as above
# Asking first for each line costs a fifth of planning: only a planner that met a line in its way, one cancelled before
# or one that another planner was writing, writes its lines like this.
PLAN_AROUND: Final = f"""{PLAN}
ON CONFLICT (case_id, kind, subject, occurrence) DO UPDATE
SET state = 'planned', reason = '', ended_at = NULL, failures = 0, contact_id = EXCLUDED.contact_id,
    starts_at = EXCLUDED.starts_at, due_at = EXCLUDED.due_at, not_after = EXCLUDED.not_after
WHERE outreach_reminder.state = 'cancelled' AND outreach_reminder.reason <> 'by_hand'
"""
# Missed in a downtime, or moved by the cap until the next rung is due: a lower rung never comes after a higher one.
SUPERSEDE: Final = """
UPDATE outreach_reminder r SET state = 'suppressed', reason = 'superseded', ended_at = %(at)s
WHERE r.kind = %(kind)s AND r.state = 'planned' AND r.case_id BETWEEN %(low)s AND %(high)s AND r.rung < %(top)s
    AND EXISTS (
        SELECT 1 FROM outreach_reminder later WHERE later.kind = r.kind AND later.case_id = r.case_id
            AND split_part(later.occurrence, ':', 1) = split_part(r.occurrence, ':', 1)
            AND (later.subject = r.subject OR later.rung = ANY(%(notices)s))
            AND later.rung > 1 AND later.rung > r.rung
            AND later.due_at <= %(at)s AND later.state IN ('planned', 'posted')
    )
RETURNING r.reason
"""
# Shortly before the closing notice, until the year closes, messages of the kinds that yield give way to it: to one
# that stands. Where it was held back or cancelled, they come.
YIELD: Final = """
UPDATE outreach_reminder r SET state = 'suppressed', reason = 'superseded', ended_at = %(at)s
FROM unnest(%(quiet_ends)s::timestamptz[], %(quiets)s::timestamptz[]) AS w (ends_at, quiet_from)
WHERE r.kind = %(kind)s AND r.state = 'planned' AND r.case_id BETWEEN %(low)s AND %(high)s
    AND r.rung = ANY(%(mails)s) AND r.not_after = w.ends_at
    AND %(soon)s >= w.quiet_from AND GREATEST(r.due_at, %(at)s) >= w.quiet_from
    AND EXISTS (
        SELECT 1 FROM outreach_reminder n WHERE n.kind = %(notice)s AND n.case_id = r.case_id
            AND n.state IN ('planned', 'posted')
    )
RETURNING r.reason
"""


@dataclass
class Planned:
    """Lines written and lines closed, with the reasons of the closed ones; cases that failed, with what happened."""

    planned: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    cancelled: int = 0
    suppressed: int = 0
    failures: dict[int, str] = field(default_factory=dict)


def plan(kind: Kind, now: Now, hours: Hours) -> Planned:
    """Bring the ledger of one kind up to date: so many statements, however many cases there are.

    A case that the database refuses is left out and named; the others are planned all the same.
    """
    done = Planned()
    _plan(kind, parameters.of_sweep(kind, now, hours), done)
    fault("plan_before_commit")
    return done


def _plan(kind: Kind, values: dict[str, Any], done: Planned) -> None:
    try:
        part = _at_once(kind, values)
    except (DataError, IntegrityError) as error:
        if len(done.failures) >= MOST_FAILURES:
            raise
        for half in _halves(kind, values, error, done):
            _plan(kind, values | half, done)
    else:
        done.planned += part.planned
        done.cancelled += part.cancelled
        done.suppressed += part.suppressed
        done.reasons += part.reasons


def _halves(kind: Kind, values: dict[str, Any], error: Exception, done: Planned) -> list[dict[str, int]]:
    """The cases in two parts; none when there is only one left, which is then known to be the one that fails."""
    within = Case.objects.filter(pk__range=(values["low"], values["high"]), status__in=kind.statuses)
    first, last = within.aggregate(first=Min("pk"), last=Max("pk")).values()
    if first is None:
        raise error
    if first == last:
        done.failures[first] = f"{type(error).__name__}: {error}"[:300]
        return []
    middle = (first + last) // 2
    return [{"high": middle}, {"low": middle + 1}]


def _at_once(kind: Kind, values: dict[str, Any]) -> Planned:
    try:
        return _written(kind, values, PLAN)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
    return _written(kind, values, PLAN_AROUND)


@transaction.atomic
def _written(kind: Kind, values: dict[str, Any], insert: str) -> Planned:
    with connection.cursor() as cursor:
        # The site needs the other processors more than a sweep does.
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute(ladder.of(kind, STAND), values)
        cursor.execute(ASTRAY, values)
        cursor.execute(FOLLOW, values)
        cursor.execute(CANCEL, values)
        cancelled = Counter(reason for (reason,) in cursor.fetchall())
        cursor.execute(insert, values)
        planned = cursor.rowcount
        cursor.execute(SUPERSEDE, values)
        suppressed = Counter(reason for (reason,) in cursor.fetchall())
        if kind.yields:
            cursor.execute(YIELD, values)
            suppressed += Counter(reason for (reason,) in cursor.fetchall())
        cursor.execute("DROP TABLE standing_ladder, astray")
    return Planned(planned, cancelled + suppressed, cancelled.total(), suppressed.total())
