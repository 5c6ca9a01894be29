"""What reminders would do, found by doing it: plan and hand over as ever, in a transaction that is undone.

While it runs, lines it holds wait: a few seconds for some hundreds of lines.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise

from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.outreach import hours
from companies.outreach.enums import End, ReminderState, Rung
from companies.outreach.hours import Hours
from companies.outreach.kinds import IN_TURN, KINDS
from companies.outreach.ledger import ladder, planner, poster
from companies.outreach.ledger.ladder import Now
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
        _plan(ladder.now(evening), hours.current())
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
        return _ended(on, now, open_hours)


def _moments(day: date, open_hours: Hours, now: datetime) -> Iterator[datetime]:
    """Each opening of the day and the last moment before it closes, from now on."""
    for opens, closes in open_hours.of_day(day):
        yield from (at for at in (max(opens, now), closes - timedelta(seconds=1)) if now <= at < closes)


def _sweep(at: datetime, open_hours: Hours) -> None:
    now = ladder.now(at)
    _plan(now, open_hours)
    poster.post_due(now, hours.the_site())


def _plan(now: Now, open_hours: Hours) -> None:
    for kind in IN_TURN:
        planner.plan(kind, now, open_hours)


def _ended(on: date, now: datetime, open_hours: Hours) -> list[Line]:
    begins = max(clock.start_of(on), now)
    rows = (
        Reminder.objects.filter(kind__in=KINDS, ended_at__range=(begins, clock.end_of(on)))
        .exclude(state=ReminderState.CANCELLED)
        .exclude(reason=End.SUPERSEDED)
        .select_related("case__company", "case__region", "contact", "message")
        .order_by("ended_at", "id")
    )
    hours_left = _leaving(rows, begins, open_hours)
    lines = [_line(row, hours_left[_parcel(row)]) for row in rows]
    return sorted(lines, key=lambda line: line.at)


def _parcel(row: Reminder) -> UUID | int:
    """Lines that leave together: those of one message."""
    return row.message_id or row.pk


def _leaving(rows: Iterable[Reminder], begins: datetime, open_hours: Hours) -> dict[UUID | int, datetime]:
    """When each would leave: few moments of the day are gone through, but a line goes as soon as it is due."""
    found: dict[UUID | int, datetime] = {}
    for row in rows:
        free = open_hours.next_open(max(row.due_at, begins))
        found[_parcel(row)] = max(free, found.get(_parcel(row), free))
    return found


def _line(row: Reminder, at: datetime) -> Line:
    kind = KINDS[row.kind]
    step = kind.step(row.rung)
    return Line(
        kind=row.kind,
        rung=row.rung,
        label=kind.label,
        form=Rung.CALL if row.task_id else step.form,
        case=row.case,
        contact=row.contact,
        at=at,
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
