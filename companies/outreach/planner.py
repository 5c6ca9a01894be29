"""What should stand in the ledger now? Asked of the cases alone, set by set; asked twice, it changes nothing.

Due is "on or before", never "exactly today": after days without a sweep, what was missed is there, and of several
missed rungs only the last is kept. Rungs are planned up to three days ahead, so that officers see and can cancel them.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import connection, transaction

from companies.common import clock
from companies.common.faults import fault
from companies.outreach.hours import Hours
from companies.outreach.kinds import Kind
from companies.outreach.ladder import LADDER, Now
from companies.outreach.models import Policy

AHEAD: Final = timedelta(hours=72)
WINDOW_DAYS: Final = 60

_STEPS = """
steps AS (
    SELECT * FROM unnest(%(rungs)s::int[], %(waits)s::interval[], %(froms)s::timestamptz[])
        AS s (rung, wait, valid_from)
)
"""
_OPENING = """
CASE WHEN {due} < %(at)s THEN {due} ELSE COALESCE((
    SELECT min(GREATEST(w.opens, {due})) FROM unnest(%(opens)s::timestamptz[], %(shuts)s::timestamptz[])
        AS w (opens, shuts) WHERE w.shuts > {due}
), {due}) END
"""
# On the day the company asked for, the first rung comes at once and the others as far behind it as ever.
_RAW = "(l.starts_at + s.wait - CASE WHEN l.asked THEN %(first)s ELSE interval '0' END)"
_DUE = _OPENING.format(due=_RAW)

# A sign of life, another main contact or closing day: what is planned goes along, it does not pile up.
FOLLOW = f"""
WITH {LADDER}, {_STEPS}
UPDATE outreach_reminder r
SET starts_at = l.starts_at, subject = l.subject, contact_id = l.contact_id, not_after = l.not_after,
    due_at = CASE WHEN r.starts_at = l.starts_at THEN r.due_at ELSE {_DUE} END
FROM ladder l, steps s
WHERE r.kind = %(kind)s AND r.state = 'planned' AND r.case_id = l.case_id AND s.rung = r.rung
    AND r.occurrence = l.move_id || ':' || r.rung
    AND (r.starts_at <> l.starts_at OR r.contact_id IS DISTINCT FROM l.contact_id
        OR r.not_after IS DISTINCT FROM l.not_after)
    AND NOT EXISTS (
        SELECT 1 FROM outreach_reminder o WHERE o.id <> r.id AND o.kind = r.kind AND o.case_id = r.case_id
            AND o.subject = l.subject AND o.occurrence = r.occurrence
    )
"""  # noqa: S608 - constants of this package
CANCEL = f"""
WITH {LADDER}
UPDATE outreach_reminder r
SET state = 'cancelled', ended_at = %(at)s, reason = CASE
        WHEN NOT c.status = ANY(%(statuses)s) THEN 'left'
        WHEN c.deferred_until > %(today)s THEN 'deferred'
        WHEN NOT r.rung = ANY(%(rungs)s) THEN 'off'
        WHEN EXISTS (SELECT 1 FROM registry_company WHERE id = c.company_id AND ceased_on <= %(today)s) THEN 'ceased'
        WHEN c.last_sign_at > r.starts_at THEN 'sign'
        ELSE 'over' END
FROM cases_case c
WHERE c.id = r.case_id AND r.kind = %(kind)s AND r.state = 'planned' AND (
    NOT r.rung = ANY(%(rungs)s) OR NOT EXISTS (
        SELECT 1 FROM ladder l WHERE l.case_id = r.case_id AND l.starts_at = r.starts_at
            AND r.occurrence = l.move_id || ':' || r.rung
    )
)
"""  # noqa: S608 - as above
PLAN = f"""
WITH {LADDER}, {_STEPS}
INSERT INTO outreach_reminder (kind, case_id, subject, occurrence, rung, contact_id, starts_at, due_at, not_after,
    state, reason, planned_at)
SELECT %(kind)s, l.case_id, l.subject, l.move_id || ':' || s.rung, s.rung, l.contact_id, l.starts_at, {_DUE},
    l.not_after, 'planned', '', %(at)s
FROM ladder l JOIN steps s ON {_RAW} <= %(horizon)s AND {_RAW} >= s.valid_from
WHERE NOT EXISTS (
    SELECT 1 FROM outreach_reminder o WHERE o.kind = %(kind)s AND o.case_id = l.case_id AND o.subject = l.subject
        AND o.occurrence = l.move_id || ':' || s.rung
)
ON CONFLICT DO NOTHING
"""  # noqa: S608 - as above
# Missed in a downtime, or moved by the cap until the next rung is due: a lower rung never comes after a higher one.
SUPERSEDE = """
UPDATE outreach_reminder r SET state = 'suppressed', reason = 'superseded', ended_at = %(at)s
WHERE r.kind = %(kind)s AND r.state = 'planned' AND EXISTS (
    SELECT 1 FROM outreach_reminder later WHERE later.kind = r.kind AND later.case_id = r.case_id
        AND later.subject = r.subject AND later.rung > r.rung AND later.due_at <= %(at)s
        AND later.state IN ('planned', 'posted')
)
"""


@dataclass(frozen=True, slots=True)
class Planned:
    """Lines written and lines closed."""

    planned: int
    cancelled: int
    suppressed: int


@transaction.atomic
def plan(kind: Kind, now: Now, hours: Hours) -> Planned:
    """Bring the ledger of one kind up to date: four statements, however many cases there are."""
    values = _values(kind, now, hours)
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, values)
        cursor.execute(CANCEL, values)
        cancelled = cursor.rowcount
        cursor.execute(PLAN, values)
        planned = cursor.rowcount
        cursor.execute(SUPERSEDE, values)
        suppressed = cursor.rowcount
    fault("plan_before_commit")
    return Planned(planned, cancelled, suppressed)


def _values(kind: Kind, now: Now, hours: Hours) -> dict[str, Any]:
    policies = in_force(kind, now)
    windows = list(hours.windows(now.today, WINDOW_DAYS))
    return now.of(kind) | {
        "rungs": [each.rung for each in policies],
        "waits": [timedelta(days=each.wait_days) for each in policies],
        "froms": [clock.start_of(each.valid_from) for each in policies],
        "first": timedelta(days=min((each.wait_days for each in policies), default=0)),
        "horizon": now.at + AHEAD,
        "opens": [opens for opens, _shuts in windows],
        "shuts": [shuts for _opens, shuts in windows],
    }


def in_force(kind: Kind, now: Now) -> list[Policy]:
    """The newest rule of each rung that applies today, if it is switched on."""
    rules = Policy.objects.filter(kind=kind.key, valid_from__lte=now.today, rung__lte=len(kind.steps))
    newest = rules.order_by("rung", "-valid_from").distinct("rung")
    return [rule for rule in newest if rule.active]
