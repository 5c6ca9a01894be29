"""Which process: numbers are used again, a number with the instant of its start is not."""

from contextlib import suppress
from pathlib import Path


def of(pid: int) -> str | None:
    """For instance "4711/883021"; None when there is no such process any more."""
    with suppress(OSError):
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return f"{pid}/{after_name[19]}"
    return None


def number(identity: str) -> int:
    return int(identity.partition("/")[0])
