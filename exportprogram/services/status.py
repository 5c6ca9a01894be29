"""What the running supervisor says about itself in `var/up.json`, for the commands typed beside it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from . import paths


@dataclass(frozen=True)
class Status:
    """Addresses of a running `make run`; `smtp_port` is 0 when mail goes to a configured server."""

    pid: int
    site: str
    inbox: str
    smtp_port: int


def _file() -> Path:
    return paths.VAR / "up.json"


def write(status: Status) -> None:
    fresh = _file().with_suffix(".new")
    fresh.write_text(json.dumps(asdict(status)), encoding="utf-8")
    fresh.replace(_file())


def read() -> Status | None:
    """The last supervisor's addresses; kept after it stopped, so that links stay the same until the next one."""
    try:
        return Status(**json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
