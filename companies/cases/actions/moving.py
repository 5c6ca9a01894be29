"""How a case changes status: one way, by the table in `lifecycle.py`."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import lifecycle
from companies.cases.actions.tasking import finish_tasks
from companies.cases.enums import ClosedAs, Status, TaskKind
from companies.cases.models import Case, Move
from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor

# How tasks end that a step has overtaken.
FILE_CLOSED: Final = "file_closed"
REVIEWED: Final = "reviewed"


class CannotMove(Refusal):
    """The table does not lead there, or somebody moved the case meanwhile."""


@transaction.atomic
def move(
    case: Case,
    to: Status,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    fact_on: date | None = None,
    due_on: date | None = None,
    seen_version: int | None = None,
) -> Case:
    """Take `case` to status `to`; raises CannotMove. `due_on` is the day by which a request is to be answered.

    `seen_version` is the version the person was looking at: two contradictory decisions
    cannot both pass. An export is confirmed by its evidence (`note`) and the day it left (`fact_on`).
    """
    fresh = _locked(case, seen_version)
    if not lifecycle.may_move(Status(fresh.status), to):
        raise CannotMove(_("This step is not possible from where the file stands now."))
    if to == Status.CONFIRMED:
        _require_evidence(note, fact_on, at)
    if fresh.status in lifecycle.UNDER_REVIEW and to not in lifecycle.UNDER_REVIEW:
        finish_tasks(fresh.tasks.filter(kind__in=(TaskKind.REVIEW, TaskKind.CLOCK)), outcome=REVIEWED, by=by, at=at)
    return _step(
        case, fresh, Move(to_status=to, reason=reason, note=note.strip(), fact_on=fact_on, due_on=due_on), by=by, at=at
    )


@transaction.atomic
def set_due(case: Case, due_on: date, *, by: Actor, at: datetime) -> None:
    """Another last day for the request that `case` waits on, as its move says it."""
    row = case.moves.filter(to_status=case.status).order_by("-id").first()
    if row is not None:
        case.moves.filter(pk=row.pk).update(due_on=due_on)
        journal.record("case.due_set", case, by=by, at=at, stream=case.stream, due_on=due_on.isoformat())


@transaction.atomic
def close(
    case: Case,
    *,
    closed_as: ClosedAs,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    seen_version: int | None = None,
) -> Case:
    """Close `case` with its coded ending; raises CannotMove.

    What was to be done on the file, overdue or not, ends with it; what somebody set down in their own words is
    a commitment to the company and stays.
    """
    fresh = _locked(case, seen_version)
    if closed_as not in lifecycle.endings(Status(fresh.status)):
        raise CannotMove(_("A file at this stage cannot be closed this way."), "closed_as")
    ending = Move(to_status=Status.CLOSED, closed_as=closed_as, reason=reason, note=note.strip())
    finish_tasks(fresh.tasks.exclude(kind=TaskKind.OTHER), outcome=FILE_CLOSED, by=by, at=at)
    return _step(case, fresh, ending, by=by, at=at)


@transaction.atomic
def reopen(case: Case, *, by: Actor, at: datetime, note: str = "", seen_version: int | None = None) -> Case:
    """Bring a closed case back to the status that it left; raises CannotMove."""
    fresh = _locked(case, seen_version)
    left = fresh.moves.filter(to_status=Status.CLOSED).order_by("-id").first()
    if not fresh.is_closed or left is None:
        raise CannotMove(_("This file is open already."))
    return _step(case, fresh, Move(to_status=left.from_status, note=note.strip()), by=by, at=at)


def _locked(case: Case, seen_version: int | None) -> Case:
    fresh = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if seen_version is not None and fresh.version != seen_version:
        raise CannotMove(_("Somebody changed this file meanwhile. Look at it again, then decide."))
    return fresh


def _require_evidence(note: str, fact_on: date | None, at: datetime) -> None:
    if not note.strip():
        raise CannotMove(_("Name the evidence: customs declaration, invoice, proof of payment."), "note")
    if fact_on is None:
        raise CannotMove(_("Give the day the goods or the service left."), "fact_on")
    if fact_on > clock.local_day(at):
        raise CannotMove(_("This day has not come yet."), "fact_on")


def _step(case: Case, fresh: Case, row: Move, *, by: Actor, at: datetime) -> Case:
    """Save the move's row, the case's new place and the journal line. `case` is brought up to date."""
    row.case, row.at = fresh, at
    row.from_stage, row.from_status = fresh.stage, fresh.status
    row.to_stage = lifecycle.STAGE_OF[Status(row.to_status)]
    row.by_id, row.behalf_id = by.user_id, by.behalf_id
    row.save(force_insert=True)
    changes = {
        "stage": row.to_stage,
        "status": row.to_status,
        "closed_as": row.closed_as,
        "status_since": at,
        "version": fresh.version + 1,
    }
    Case.objects.filter(pk=fresh.pk).update(**changes)
    for field, value in changes.items():
        setattr(case, field, value)
    journal.record(
        "case.moved",
        case,
        by=by,
        at=at,
        stream=case.stream,
        move=row.pk,
        before=row.from_status,
        after=row.to_status,
        closed_as=row.closed_as,
        reason=row.reason,
    )
    return case
