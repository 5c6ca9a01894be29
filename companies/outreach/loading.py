"""The default rules: every number of the ladders as a row, to be changed in the admin."""

from datetime import date, datetime
from typing import Final

from companies.common import clock
from companies.outreach.models import Policy
from companies.outreach.policy.rungs import LADDERS

SINCE: Final = date(2026, 1, 1)
"""Before the first programme year: the first rules apply to every case."""


def load(at: datetime) -> None:
    """Add the rule of each rung that has none; what was changed stays as it is.

    Where there are rules already, a rung that has come since is a new rule like any other: from today, few at first.
    """
    known = set(Policy.objects.values_list("kind", "rung"))
    since = clock.local_day(at) if known else SINCE
    Policy.objects.bulk_create(
        Policy(kind=ladder.key, rung=stand.rung, wait_days=stand.number, valid_from=since)
        for ladder in LADDERS.values()
        for stand in ladder.stands
        if (ladder.key, stand.rung) not in known
    )
