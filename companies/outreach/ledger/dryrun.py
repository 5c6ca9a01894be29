"""What reminders would do, found by doing it: plan and hand over as ever, in a transaction that is undone.

While it runs, lines it holds wait: a few seconds for some hundreds of lines.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.functional import Promise

from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.outreach import hours
from companies.outreach.enums import End, ReminderState, Rung
from companies.outreach.hours import Hours
from companies.outreach.kinds import KINDS
from companies.outreach.ledger import ladder, planner, poster
from companies.outreach.models import Policy, Reminder
from companies.registry.models import Contact

FURTHEST: Final = 7
"""Days ahead; each day until then is gone through."""
NO_LIMIT: Final = 32767


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder that would be handed over or held back. `subject` is its message's, "" for a call."""

    kind: str
    rung: int
    label: Promise
    form: Rung
    case: Case
    contact: Contact | None
    at: datetime
    state: ReminderState
    reason: str
    subject: str
    shares: bool = False
    """It is one line in another reminder's message to the same person."""


def would_send(kind: str, rung: int, wait_days: int, valid_from: date, now: datetime) -> list[int]:
    """The cases (by id) to which a rung under such a rule would speak on its first day, were that day not capped.

    The first day is `valid_from`, or today when that is past. Nothing is written.
    """
    with undone():
        rule = {"wait_days": wait_days, "first_day": NO_LIMIT, "active": True}
        Policy.objects.filter(kind=kind, rung=rung, valid_from__gt=valid_from).delete()
        Policy.objects.create(kind=kind, rung=rung, valid_from=valid_from, **rule)
        first = max(valid_from, clock.local_day(now))
        evening = max(clock.end_of(first), now)
        planner.plan(KINDS[kind], ladder.now(evening), hours.current())
        due = Reminder.objects.due(at=evening).filter(kind=kind, rung=rung)
        return list(due.order_by("due_at", "id").values_list("case_id", flat=True))


def preview(on: date, now: datetime) -> list[Line]:
    """Who would receive what on a day, and what would be held back and why; in the order of its leaving.

    Raises Refusal for a day that is over or too far ahead. Nothing is written.
    """
    today = clock.local_day(now)
    if not today <= on <= today + timedelta(days=FURTHEST):
        raise Refusal(f"{on}")
    with undone():
        open_hours = hours.current()
        for day in (today + timedelta(days=n) for n in range((on - today).days + 1)):
            for at in _moments(day, open_hours, now):
                _sweep(at, open_hours)
        return _ended(on, now)


def _moments(day: date, open_hours: Hours, now: datetime) -> Iterator[datetime]:
    """Each opening of the day and the last moment before it closes, from now on."""
    for opens, closes in open_hours.of_day(day):
        yield from (at for at in (max(opens, now), closes - timedelta(seconds=1)) if now <= at < closes)


def _sweep(at: datetime, open_hours: Hours) -> None:
    now = ladder.now(at)
    for kind in KINDS.values():
        planner.plan(kind, now, open_hours)
    poster.post_due(now, hours.the_site())


def _ended(on: date, now: datetime) -> list[Line]:
    rows = (
        Reminder.objects.filter(kind__in=KINDS, ended_at__range=(max(clock.start_of(on), now), clock.end_of(on)))
        .exclude(state=ReminderState.CANCELLED)
        .exclude(reason=End.SUPERSEDED)
        .select_related("case__company", "case__region", "contact", "message")
        .order_by("ended_at", "id")
    )
    return [_line(row) for row in rows]


def _line(row: Reminder) -> Line:
    kind = KINDS[row.kind]
    step = kind.step(row.rung)
    return Line(
        kind=row.kind,
        rung=row.rung,
        label=kind.label,
        form=Rung.CALL if row.task_id else step.form,
        case=row.case,
        contact=row.contact,
        at=row.ended_at or row.due_at,
        state=ReminderState(row.state),
        reason=row.get_reason_display(),
        subject=row.message.subject if row.message else "",
        shares=bool(row.message and row.message.stream != row.case.stream),
    )


class _Undo(Exception):
    """Nothing of it is kept."""


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        return
