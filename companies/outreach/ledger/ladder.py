"""Which lines should stand in the ledger: the kind's selector, times its rungs, in SQL that planner, poster and guard
share.

SQL compares UTC instants and plain dates here and never computes a local date (ruling 6): the ends of days, office
hours and the beginnings of days come from Python as instants.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from companies.common import clock
from companies.outreach.kinds import Kind
from companies.registry.enums import GONE

MOST: Final = 2**63 - 1

# One row per case. The start is the latest of: what the selector says; the day until which the company asked to be
# left alone (its UTC midnight, hours before any office opens); and, if it restarts, the last sign of life.
# `subject` tells the rounds of a ladder apart: '' is the first, later ones bear the second at which they started.
# `asked`: the round starts on the day the company asked for. `stopped`: a sign of life came after the start.
LADDER: Final = """
ladder AS (
    SELECT round.*, starts_at = asked_at AS asked, NOT %(restarts)s AND last_sign_at > starts_at AS stopped,
        CASE WHEN starts_at = entered_at THEN '' ELSE extract(epoch FROM starts_at)::bigint::text END AS subject
    FROM (
        SELECT base.*, GREATEST(since, asked_at, CASE WHEN %(restarts)s THEN last_sign_at END) AS starts_at
        FROM (
            SELECT found.*, to_timestamp((deferred_until - DATE '1970-01-01') * 86400) AS asked_at
            FROM ({selector}) found
        ) base
    ) round
)
"""
# A notice is counted back from a deadline: it belongs to what began, not to a round, so that it comes once, and no
# sign of life but the act itself makes it needless.
SUBJECT: Final = "CASE WHEN {notice} THEN '' ELSE l.subject END"
START: Final = "CASE WHEN {notice} THEN l.entered_at ELSE l.starts_at END"
STANDS: Final = "({notice} OR NOT COALESCE(l.stopped, false))"
# Which of the ledger's lines still stand where their ladder stands now.
STANDING: Final = f"""
WITH {LADDER}
SELECT r.id FROM outreach_reminder r
JOIN ladder l ON l.case_id = r.case_id AND r.occurrence = l.base || ':' || r.rung
    AND r.starts_at = {START} AND {STANDS}
    AND r.contact_id IS NOT DISTINCT FROM l.contact_id
WHERE r.kind = %(kind)s AND r.id = ANY(%(ids)s)
""".replace("{notice}", "(r.rung = ANY(%(notices)s))")  # noqa: S608 - constants of this module


@dataclass(frozen=True, slots=True)
class Now:
    """The business instant of a sweep, and its day in Casablanca."""

    at: datetime
    today: date

    def of(self, kind: Kind, low: int = 0, high: int = MOST) -> dict[str, Any]:
        """The parameters of LADDER, for cases numbered from `low` to `high`."""
        return {
            "kind": kind.key,
            "status": kind.status.value,
            "statuses": [status.value for status in kind.statuses],
            "restarts": kind.restarts,
            "notices": [rung for rung, step in enumerate(kind.steps, start=1) if step.before],
            "at": self.at,
            "today": self.today,
            "gone": [access.value for access in GONE],
            "low": low,
            "high": high,
        }


def now(at: datetime) -> Now:
    return Now(at, clock.local_day(at))


def of(kind: Kind, statement: str) -> str:
    """`statement` about the cases of one kind."""
    return statement.replace("{selector}", kind.selector)


def standing(kind: Kind, ids: Iterable[int], now: Now) -> set[int]:
    """Reminders (by id) whose need has not gone: same status, round and person, no answer since. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(of(kind, STANDING), now.of(kind) | {"ids": list(ids)})
        return {pk for (pk,) in cursor.fetchall()}
