"""What holds back somebody who gives no name: one answer a visitor, which they may still change and place."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.common.refusals import Refusal
from companies.dialogue.enums import ObstacleCode, Source
from companies.dialogue.models import Obstacle
from companies.journal import actions as journal
from companies.journal.actors import SYSTEM
from companies.reference.models import Region, Sector


@transaction.atomic
def say(code: ObstacleCode, *, at: datetime, text: str = "", instead_of: Obstacle | None = None) -> Obstacle:
    """Note the answer of a visitor; whoever gave one before changes it, so nobody counts twice.

    "Other" needs its words (at most 300 characters). Of who said it nothing is kept.
    """
    if code == ObstacleCode.OTHER and not text.strip():
        raise Refusal(_("Say it in a few words."), "text")
    row = instead_of or Obstacle(primary=True, source=Source.PUBLIC, at=at)
    row.code, row.text = code, text.strip()[:300] if code == ObstacleCode.OTHER else ""
    row.save()
    verb = "obstacle.changed" if instead_of else "obstacle.said"
    journal.record(verb, row, by=SYSTEM, at=at, code=code.value)
    return row


@transaction.atomic
def place(obstacle: Obstacle, *, at: datetime, sector: Sector | None = None, region: Region | None = None) -> Obstacle:
    """Add the sector or the region to an answer without a name; what is not given stays."""
    obstacle.sector, obstacle.region = sector or obstacle.sector, region or obstacle.region
    obstacle.save(update_fields=["sector", "region"])
    codes = (sector.code if sector else None, region.code if region else None)
    journal.record("obstacle.placed", obstacle, by=SYSTEM, at=at, sector=codes[0], region=codes[1])
    return obstacle
