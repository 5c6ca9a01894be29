from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

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
