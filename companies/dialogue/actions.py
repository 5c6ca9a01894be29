from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import ClosedAs
from companies.cases.models import Case
from companies.common.refusals import Refusal
from companies.dialogue.enums import ObstacleCode, Source
from companies.dialogue.models import Obstacle
from companies.journal import actions as journal
from companies.journal.actors import Actor


@transaction.atomic
def record_obstacle(
    case: Case,
    code: ObstacleCode,
    *,
    source: Source,
    by: Actor,
    at: datetime,
    text: str = "",
    primary: bool = True,
) -> Obstacle:
    """Note why a company does not go further. "Other" needs its words (at most 300 characters)."""
    if code == ObstacleCode.OTHER and not text.strip():
        raise Refusal(_("Say it in a few words."), "text")
    row = Obstacle.objects.create(
        company_id=case.company_id,
        case=case,
        code=code,
        primary=primary,
        source=source,
        text=text.strip()[:300],
        by_id=by.user_id,
        at=at,
    )
    journal.record("obstacle.recorded", row, by=by, at=at, stream=case.stream, code=code.value, source=source.value)
    return row


@dataclass(frozen=True, slots=True)
class Said:
    """One obstacle as somebody says it."""

    code: ObstacleCode
    primary: bool = False
    text: str = ""


@transaction.atomic
def set_obstacles(case: Case, said: Sequence[Said], *, source: Source, by: Actor, at: datetime) -> None:
    """What `source` says of a case now, in place of what it said before; the same again writes nothing."""
    before = {Said(ObstacleCode(row.code), row.primary, row.text): row for row in case.obstacles.filter(source=source)}
    for each, row in before.items():
        if each not in said:
            withdraw_obstacle(row, by=by, at=at)
    for each in said:
        if each not in before:
            record_obstacle(case, each.code, source=source, by=by, at=at, text=each.text, primary=each.primary)


@transaction.atomic
def withdraw_obstacle(obstacle: Obstacle, *, by: Actor, at: datetime) -> None:
    """Said by a slip and taken back at once: no figure counts it, the journal keeps that it was said."""
    stream = obstacle.case.stream if obstacle.case else ""
    journal.record("obstacle.withdrawn", obstacle, by=by, at=at, stream=stream, code=obstacle.code)
    obstacle.delete()


@transaction.atomic
def close_case(
    case: Case,
    *,
    closed_as: ClosedAs,
    by: Actor,
    at: datetime,
    reason: ObstacleCode | None = None,
    note: str = "",
    seen_version: int | None = None,
) -> Case:
    """Close a case with what held the company back, as an officer learnt it; raises CannotMove or Refusal."""
    if reason == ObstacleCode.OTHER and not note.strip():
        raise Refusal(_("Say it in a few words."), "note")
    cases.close(case, closed_as=closed_as, by=by, at=at, reason=reason or "", note=note, seen_version=seen_version)
    if reason:
        record_obstacle(case, reason, source=Source.CALL, by=by, at=at, text=note)
    return case
