"""Which cases stand on a ladder, since when: one statement's worth of SQL, shared by planner, poster and guard.

SQL compares UTC instants here and never computes a local date (ruling 6): closing days, office hours and the
beginnings of days come from Python as instants.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from companies.cases.enums import YearState
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.enrolment.models import Application
from companies.outreach.kinds import Kind
from companies.registry.enums import GONE

# One row per case on the ladder. The start is the latest of: entering the status; the day until which the company
# asked to be left alone (its UTC midnight, hours before any office opens); and, if it restarts, the last sign of life.
# `subject` tells the rounds of a ladder apart: '' is the first, later ones bear the second at which they started.
# A person who left or was the wrong one is nobody to write to; a company that ceased is on no ladder.
# `asked`: the round starts on the day the company asked for.
LADDER: Final = """
ladder AS (
    SELECT round.*, starts_at = asked_at AS asked,
        CASE WHEN starts_at = entered_at THEN '' ELSE extract(epoch FROM starts_at)::bigint::text END AS subject
    FROM (
        SELECT base.*,
            GREATEST(entered_at, asked_at, CASE WHEN %(restarts)s THEN last_sign_at END) AS starts_at
        FROM (
            SELECT c.id AS case_id, m.id AS move_id, m.at AS entered_at, k.id AS contact_id,
                COALESCE(e.not_after, y.not_after) AS not_after,
                to_timestamp((c.deferred_until - DATE '1970-01-01') * 86400) AS asked_at, c.last_sign_at
            FROM cases_case c
            JOIN unnest(%(years)s::bigint[], %(closings)s::timestamptz[]) AS y (id, not_after) ON y.id = c.year_id
            LEFT JOIN unnest(%(extended)s::bigint[], %(extensions)s::timestamptz[]) AS e (id, not_after)
                ON e.id = c.id
            JOIN registry_company f ON f.id = c.company_id AND (f.ceased_on IS NULL OR f.ceased_on > %(today)s)
            JOIN LATERAL (
                SELECT id, at FROM cases_move WHERE case_id = c.id AND to_status = %(status)s ORDER BY id DESC LIMIT 1
            ) m ON true
            LEFT JOIN LATERAL (
                SELECT id FROM registry_contact
                WHERE company_id = c.company_id AND "primary" AND access <> ALL(%(gone)s) LIMIT 1
            ) k ON true
            WHERE c.status = ANY(%(statuses)s)
                AND COALESCE(e.not_after, y.not_after) > %(at)s
                AND (c.deferred_until IS NULL OR c.deferred_until <= %(today)s)
        ) base
    ) round
    WHERE %(restarts)s OR last_sign_at IS NULL OR last_sign_at <= starts_at
)
"""
# Which of the ledger's lines still stand where their ladder stands now.
STANDING: Final = f"""
WITH {LADDER}
SELECT r.id FROM outreach_reminder r
JOIN ladder l ON l.case_id = r.case_id AND l.starts_at = r.starts_at AND r.occurrence = l.move_id || ':' || r.rung
    AND r.contact_id IS NOT DISTINCT FROM l.contact_id
WHERE r.kind = %(kind)s AND r.id = ANY(%(ids)s)
"""  # noqa: S608 - constants of this module


@dataclass(frozen=True, slots=True)
class Now:
    """The business instant of a sweep, with what follows from it in Python."""

    at: datetime
    today: date
    closings: dict[int, datetime]
    extensions: dict[int, datetime] = field(default_factory=dict)

    def of(self, kind: Kind) -> dict[str, Any]:
        """The parameters of LADDER."""
        return {
            "kind": kind.key,
            "status": kind.status.value,
            "statuses": [status.value for status in kind.statuses],
            "restarts": kind.restarts,
            "at": self.at,
            "today": self.today,
            "years": list(self.closings),
            "closings": list(self.closings.values()),
            "extended": list(self.extensions),
            "extensions": list(self.extensions.values()),
            "gone": [access.value for access in GONE],
        }


def now(at: datetime) -> Now:
    """Only open programme years have ladders; each ends with its closing day, or with the one granted to a case."""
    years = ProgrammeYear.objects.filter(state=YearState.OPEN).values_list("pk", "closes_on")
    granted = Application.objects.filter(extended_to__isnull=False, case__year__state=YearState.OPEN)
    extensions = {case: clock.end_of(day) for case, day in granted.values_list("case", "extended_to") if day}
    return Now(at, clock.local_day(at), {pk: clock.end_of(day) for pk, day in years}, extensions)


def standing(kind: Kind, ids: Iterable[int], now: Now) -> set[int]:
    """Reminders (by id) whose need has not gone: same status, round and person, no answer since. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, now.of(kind) | {"ids": list(ids)})
        return {pk for (pk,) in cursor.fetchall()}
