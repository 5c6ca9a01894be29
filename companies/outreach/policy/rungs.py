"""What is governed by rules, as people read it: ladders to companies, and facts told to officers, rung by rung."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.outreach.enums import Rung
from companies.outreach.kinds import KINDS, Kind, Step
from companies.outreach.officers.facts import FACTS, Fact


@dataclass(frozen=True, slots=True)
class Stand:
    """One rung: what stands there, and what its number counts. `before`: back from a deadline. `slot` is its text."""

    rung: int
    what: "str | Promise"
    number: int
    unit: "str | Promise"
    before: bool = False
    slot: str = ""
    by_call: bool = False


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


def _of_step(rung: int, step: Step) -> Stand:
    unit = _("days before the deadline") if step.before else _("days after the start")
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
