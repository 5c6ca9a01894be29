"""Taking back an act of the last minutes: the case stands again where it stood, and the journal tells of both.

What the act wrote as facts (moves, sign of life) goes, so that no figure counts a slip; what others did since stays.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from companies.cases.actions.moving import FILE_CLOSED
from companies.cases.actions.tasking import open_again
from companies.cases.enums import TaskKind
from companies.cases.models import Case, Task
from companies.journal import actions as journal
from companies.journal.actors import Actor


@dataclass(frozen=True, slots=True)
class Before:
    """Where a case stood; plain values that fit a JSON column."""

    stage: str
    status: str
    closed_as: str
    status_since: str
    last_sign_at: str | None
    last_sign: str
    deferred_until: str | None
    tasks: tuple[int, ...]

    @classmethod
    def of(cls, case: Case) -> "Before":
        """`case` fresh from the database, under its lock."""
        open_tasks = case.tasks.open().exclude(kind=TaskKind.OTHER)
        return cls(
            stage=case.stage,
            status=case.status,
            closed_as=case.closed_as,
            status_since=case.status_since.isoformat(),
            last_sign_at=case.last_sign_at.isoformat() if case.last_sign_at else None,
            last_sign=case.last_sign,
            deferred_until=case.deferred_until.isoformat() if case.deferred_until else None,
            tasks=tuple(open_tasks.order_by("pk").values_list("pk", flat=True)),
        )

    @property
    def plain(self) -> dict[str, Any]:
        return asdict(self)


@transaction.atomic
def take_back(
    case: Case, before: Before, *, since: datetime, deferred: date | None = None, by: Actor, at: datetime
) -> None:
    """Undo what one act at the instant `since` did to `case`, as far as nobody has acted on it after that.

    `deferred` is the day until which it put the case off, if it did.
    """
    fresh = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    changes = _sign(fresh, before, since) | _rest(fresh, before, deferred) | _place(fresh, before, since)
    Case.objects.filter(pk=fresh.pk).update(**changes, version=fresh.version + 1)
    if "status" in changes:
        ended_with_the_file = Task.objects.filter(pk__in=before.tasks, done_at=since, outcome=FILE_CLOSED)
        open_again(ended_with_the_file, by=by, at=at)
    journal.record(
        "case.taken_back", fresh, by=by, at=at, stream=fresh.stream, before=fresh.status, after=before.status
    )
    case.refresh_from_db()


def _sign(fresh: Case, before: Before, since: datetime) -> dict[str, Any]:
    if fresh.last_sign_at != since:
        return {}
    return {"last_sign_at": _instant(before.last_sign_at), "last_sign": before.last_sign}


def _rest(fresh: Case, before: Before, deferred: date | None) -> dict[str, Any]:
    if deferred is None or fresh.deferred_until != deferred:
        return {}
    return {"deferred_until": date.fromisoformat(before.deferred_until) if before.deferred_until else None}


def _place(fresh: Case, before: Before, since: datetime) -> dict[str, Any]:
    """The moves of that instant go when they are the last ones."""
    if fresh.status == before.status or fresh.moves.filter(at__gt=since).exists():
        return {}
    fresh.moves.filter(at=since).delete()
    return {
        "stage": before.stage,
        "status": before.status,
        "closed_as": before.closed_as,
        "status_since": _instant(before.status_since),
    }


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
