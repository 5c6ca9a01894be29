"""The default rules: every number of the ladders as a row, to be changed in the admin."""

from datetime import date, datetime
from typing import Final

from companies.outreach.kinds import KINDS
from companies.outreach.models import Policy

SINCE: Final = date(2026, 1, 1)
"""Before the first programme year: the first rules apply to every case."""


def load(at: datetime) -> None:
    """Add the rule of each rung that has none; what was changed stays as it is."""
    known = set(Policy.objects.values_list("kind", "rung"))
    Policy.objects.bulk_create(
        Policy(kind=kind.key, rung=rung, wait_days=step.wait_days, valid_from=SINCE)
        for kind in KINDS.values()
        for rung, step in enumerate(kind.steps, start=1)
        if (kind.key, rung) not in known
    )
