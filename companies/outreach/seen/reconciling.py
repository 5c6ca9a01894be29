"""The day's count of the ledger: every line planned has exactly one fate, or somebody is told.

Each fate is a condition of its own, none is "the rest": a line that is in no state a sound ledger knows falls out of
all of them and shows as a difference; so does a line that the count before knew and that is gone.
"""

import logging
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q

from companies.common import clock
from companies.outreach.enums import ReminderState
from companies.outreach.models import Reconciliation, Reminder

logger = logging.getLogger(__name__)

_ENDED: Final = Q(ended_at__isnull=False)
_NOTHING_MADE: Final = Q(message__isnull=True, task__isnull=True)
_MAIL: Final = Q(state=ReminderState.POSTED, message__isnull=False, task__isnull=True) & _ENDED
_WAITING: Final = Q(state=ReminderState.PLANNED, ended_at__isnull=True) & _NOTHING_MADE

FATES: Final[dict[str, Q]] = {
    "sent": _MAIL & Q(message__state="sent"),
    "called": Q(state=ReminderState.POSTED, message__isnull=True, task__isnull=False) & _ENDED,
    "suppressed": Q(state=ReminderState.SUPPRESSED) & ~Q(reason="") & _ENDED & _NOTHING_MADE,
    "cancelled": Q(state=ReminderState.CANCELLED) & ~Q(reason="") & _ENDED & _NOTHING_MADE,
    "withdrawn": _MAIL & Q(message__state="withdrawn"),
    "uncertain": _MAIL & Q(message__state="uncertain"),
    "dead": _MAIL & Q(message__state="dead"),
    "pending": _WAITING | _MAIL & Q(message__state__in=["queued", "leased"]),
}
"""What can become of a planned line; `called` became a task of the officer."""

Counts = dict[str, dict[str, int]]


def reconcile(*, at: datetime) -> Reconciliation | None:
    """Count once a local day; None when that was done. Any number of processes may ask at once."""
    day = clock.local_day(at)
    if Reconciliation.objects.filter(on=day).exists():
        return None
    counts = count(Reconciliation.objects.filter(on__lt=day).first())
    row, made = Reconciliation.objects.get_or_create(
        on=day, defaults={"at": at, "counts": counts, "difference": difference(counts)}
    )
    if made and row.difference:
        logger.error("The reminders do not add up: %s", _off(row.counts))
    return row if made else None


def count(before: Reconciliation | None = None) -> Counts:
    """By kind: lines planned, the fate of each, and those `before` knew that are lost. One statement, so one moment."""
    known = Count("pk", filter=Q(planned_at__lte=before.at)) if before else Count("pk")
    fates: dict[str, Any] = {fate: Count("pk", filter=condition) for fate, condition in FATES.items()}
    rows: Any = Reminder.objects.order_by().values("kind").annotate(held=Count("pk"), known=known, **fates)
    found: Counts = {row.pop("kind"): row for row in rows}
    then = before.counts if before else {}
    nothing = dict.fromkeys(("held", "known", *FATES), 0)
    return {kind: _counted(found.get(kind, nothing), then.get(kind)) for kind in sorted({*found, *then})}


def _counted(row: dict[str, int], then: dict[str, int] | None) -> dict[str, int]:
    lost = max(0, then["planned"] - then["lost"] - row["known"]) if then else 0
    return {"planned": row["held"] + lost, **{fate: row[fate] for fate in FATES}, "lost": lost}


def difference(counts: Counts) -> int:
    """0 when every line of every kind has its fate; kinds do not make up for one another."""
    return sum(abs(_missing(kind)) for kind in counts.values())


def _missing(kind: dict[str, int]) -> int:
    return kind["planned"] - sum(kind[fate] for fate in FATES)


def _off(counts: Counts) -> str:
    return ", ".join(f"{kind} {_missing(each):+d}" for kind, each in counts.items() if _missing(each))
