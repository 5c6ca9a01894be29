"""The scenarios in the order in which they are played. Needs Django set up."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from tests.chaos.scenarios import (
    broker,
    clocks,
    database,
    downtime,
    edits,
    kills,
    misbehaviour,
    planners,
    points,
    poison,
    sleepers,
)
from tests.chaos.stage import Result, Stage

MODULES: tuple[ModuleType, ...] = (
    points,
    kills,
    broker,
    planners,
    downtime,
    database,
    misbehaviour,
    sleepers,
    clocks,
    edits,
    poison,
)


@dataclass(frozen=True)
class Scenario:
    name: str
    promise: str
    act: Callable[[Stage], Result]

    def play(self, stage: Stage) -> Result:
        """With the time it took; whatever stops it is a broken promise too."""
        begun = time.monotonic()
        try:
            result = self.act(stage)
        except TimeoutError as error:
            result = Result(broken=[f"it did not come to its end: {error}"])
        result.note(seconds=round(time.monotonic() - begun))
        return result


SCENARIOS = tuple(Scenario(each.NAME, each.PROMISE, each.play) for each in MODULES)
