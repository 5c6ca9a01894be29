"""What a scenario is given, and where it writes what it found."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

OPENING: Final = datetime(2026, 11, 24, 9, tzinfo=UTC)
"""A Tuesday morning in office hours: the business clock of every scenario starts here, whenever it is played."""
INVITED: Final = datetime(2026, 11, 16, 9, tzinfo=UTC)
"""Eight days before: the first rung of the invited is due, the second is not."""


@dataclass
class Result:
    """The figures of one play, in order, and each promise that it found broken."""

    figures: dict[str, object] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def note(self, **figures: object) -> None:
        self.figures |= figures

    def expect(self, promise: str, kept: bool) -> None:
        if not kept:
            self.broken.append(promise)

    def at_most(self, what: str, found: int, allowed: int) -> None:
        """Note a figure that has a bound."""
        self.figures[what] = found
        self.expect(f"{what}: {found}, allowed {allowed}", found <= allowed)

    def exactly(self, what: str, found: object, wanted: object) -> None:
        self.figures[what] = found
        self.expect(f"{what}: {found}, wanted {wanted}", found == wanted)


@dataclass
class Stage:
    """Where a scenario plays: an empty folder, the environment of its processes, its size, its business clock."""

    folder: Path
    env: Mapping[str, str]
    quick: bool
    say: Callable[[str], None] = lambda _line: None
    result: Result = field(default_factory=Result)
    shift: float = field(default_factory=lambda: OPENING.timestamp() - time.time())

    def now(self) -> datetime:
        """The business instant, as the scenario's processes have it."""
        return datetime.fromtimestamp(time.time() + self.shift, UTC)

    def move_clock(self, ahead: timedelta) -> None:
        """For processes started from now on."""
        self.shift += ahead.total_seconds()

    def sub(self, name: str) -> "Stage":
        """The same, in a folder inside it."""
        folder = self.folder / name
        folder.mkdir()
        return replace(self, folder=folder)

    def size(self, long: int, short: int) -> int:
        return short if self.quick else long

    def environment(self, **more: str) -> dict[str, str]:
        """For a process of the site: its settings, short times, and its business clock."""
        return {**self.env, **SHORT, "CHAOS_SHIFT": str(self.shift), **more}


SHORT: Final = {
    # Seconds: a lease ends soon, a refused message comes back soon, and as often as a scenario kills its sender.
    "MAIL_LEASE": "5",
    "MAIL_DEADLINE": "2",
    "MAIL_SMTP_TIMEOUT": "2",
    "MAIL_BACKOFF": ",".join(["1"] * 60),
    "MAIL_BATCH": "20",
    "LOG_LEVEL": "WARNING",
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
    "PYTHONUNBUFFERED": "1",
}


def until(condition: Callable[[], bool], seconds: float, ask: Callable[[], object] = lambda: None) -> float:
    """Call `ask` until `condition` holds; the seconds it took. Raises TimeoutError."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"not so after {seconds} s")
        ask()
        time.sleep(0.05)
    return time.monotonic() - begun
