"""What is governed by rules, as people read it: ladders to companies, and facts told to officers, rung by rung."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from companies.outreach.enums import Rung
from companies.outreach.kinds import KINDS, Kind, Step
from companies.outreach.officers.facts import FACTS, Fact


@dataclass(frozen=True, slots=True)
class Stand:
    """One rung: what stands there, and what so many of its number are called. `before`: back from a deadline.
    `slot` is its text."""

    rung: int
    what: "str | Promise"
    number: int
    unit: Callable[[int], str]
    before: bool = False
    slot: str = ""
    by_call: bool = False

    def says(self, number: int) -> str:
        return f"{number} {self.unit(number)}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """A kind of reminder or a fact, by its key; `source` is its declaration."""

    source: Kind | Fact
    stands: tuple[Stand, ...]

    @property
    def key(self) -> str:
        return self.source.key

    @property
    def label(self) -> Promise:
        return self.source.label

    @property
    def starts(self) -> Promise:
        return self.source.starts

    @property
    def stops(self) -> Promise:
        return self.source.stops

    def stand(self, rung: int) -> Stand:
        return self.stands[rung - 1]


def _days_before(days: int) -> str:
    return ngettext("day before the deadline", "days before the deadline", days)


def _days_after(days: int) -> str:
    return ngettext("day after the start", "days after the start", days)


def _of_step(rung: int, step: Step) -> Stand:
    unit = _days_before if step.before else _days_after
    what, by_call = step.form.label, step.form == Rung.CALL
    return Stand(rung, what, step.wait_days, unit, step.before, step.slot, by_call)


def _of_kind(kind: Kind) -> Ladder:
    return Ladder(kind, tuple(_of_step(rung, step) for rung, step in enumerate(kind.steps, start=1)))


def _of_fact(fact: Fact) -> Ladder:
    stands = (Stand(rung, _("task"), number, fact.unit) for rung, number in enumerate(fact.numbers, start=1))
    return Ladder(fact, tuple(stands))


LADDERS: Final[dict[str, Ladder]] = {kind.key: _of_kind(kind) for kind in KINDS.values()} | {
    fact.key: _of_fact(fact) for fact in FACTS.values() if fact.numbers
}
"""Everything that has rules."""
