"""The default rules: every number of the ladders as a row, to be changed in the admin."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from companies.outreach.facts import FACTS
from companies.outreach.kinds import KINDS
from companies.outreach.models import Policy

SINCE: Final = date(2026, 1, 1)
"""Before the first programme year: the first rules apply to every case."""


def load(at: datetime) -> None:
    """Add the rule of each rung that has none; what was changed stays as it is."""
    known = set(Policy.objects.values_list("kind", "rung"))
    Policy.objects.bulk_create(
        Policy(kind=key, rung=rung, wait_days=number, valid_from=SINCE)
        for key, numbers in _numbers()
        for rung, number in enumerate(numbers, start=1)
        if (key, rung) not in known
    )


def _numbers() -> Iterator[tuple[str, Iterable[int]]]:
    for kind in KINDS.values():
        yield kind.key, (step.wait_days for step in kind.steps)
    for fact in FACTS.values():
        yield fact.key, fact.numbers
