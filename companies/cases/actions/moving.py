"""How a case changes status: one way, by the table in `lifecycle.py`."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import lifecycle
from companies.cases.enums import ClosedAs, Stage, Status
from companies.cases.models import Case, Move
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor


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
    seen_version: int | None = None,
) -> Case:
    """Take `case` to status `to`; raises CannotMove.

    `seen_version` is the version the person was looking at: two contradictory decisions
    cannot both pass.
    """
    fresh = _locked(case, seen_version)
    if not lifecycle.may_move(Status(fresh.status), to):
        raise CannotMove(_("This step is not possible from where the file stands now."))
    return _step(case, fresh, to, "", by=by, at=at, reason=reason, note=note)


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
    """Close `case` with its coded ending; raises CannotMove."""
    fresh = _locked(case, seen_version)
    if closed_as not in lifecycle.CLOSINGS[Stage(fresh.stage)]:
        raise CannotMove(_("A file at this stage cannot be closed this way."), "closed_as")
    return _step(case, fresh, Status.CLOSED, closed_as, by=by, at=at, reason=reason, note=note)


@transaction.atomic
def reopen(case: Case, *, by: Actor, at: datetime, note: str = "") -> Case:
    """Bring a closed case back to the status that it left; raises CannotMove."""
    fresh = _locked(case, None)
    left = fresh.moves.filter(to_status=Status.CLOSED).order_by("-id").first()
    if not fresh.is_closed or left is None:
        raise CannotMove(_("This file is open already."))
    return _step(case, fresh, Status(left.from_status), "", by=by, at=at, reason="", note=note)


def _locked(case: Case, seen_version: int | None) -> Case:
    fresh = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if seen_version is not None and fresh.version != seen_version:
        raise CannotMove(_("Somebody changed this file meanwhile. Look at it again, then decide."))
    return fresh


def _step(
    case: Case,
    fresh: Case,
    to: Status,
    closed_as: str,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    note: str,
) -> Case:
    """The move's row, the case's new place, the journal line. `case` is brought up to date."""
    row = Move.objects.create(
        case=fresh,
        from_stage=fresh.stage,
        from_status=fresh.status,
        to_stage=lifecycle.STAGE_OF[to],
        to_status=to,
        closed_as=closed_as,
        reason=reason,
        note=note,
        by_id=by.user_id,
        behalf_id=by.behalf_id,
        at=at,
    )
    changes = {
        "stage": row.to_stage,
        "status": to,
        "closed_as": closed_as,
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
        closed_as=closed_as,
        reason=reason,
    )
    return case
