"""The scenarios in the order in which they are played. Needs Django set up."""

import logging
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

logger = logging.getLogger(__name__)

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
    act: Callable[[Stage], None]

    def play(self, stage: Stage) -> Result:
        """With the time it took; whatever stops it is a broken promise too."""
        begun = time.monotonic()
        try:
            self.act(stage)
        except Exception as error:
            logger.exception("%s was stopped", self.name)
            stage.result.broken.append(f"it did not come to its end: {type(error).__name__}: {error}")
        stage.result.note(seconds=round(time.monotonic() - begun))
        return stage.result


SCENARIOS = tuple(Scenario(each.NAME, each.PROMISE, each.play) for each in MODULES)
