"""Named points at which the tests kill a process, to see what it leaves behind.

Armed only in tests, by the environment: FAULT=after_250 kills at the first passage, FAULT=after_250:3 at the third.
"""

import os
import signal
from typing import Final

from django.conf import settings

_armed: Final = os.environ.get("FAULT", "")
_passages: dict[str, int] = {}


def fault(point: str) -> None:
    """Nothing, or the end of this process without a word, as a power cut would have it."""
    if not _armed:
        return
    name, _, wanted = _armed.partition(":")
    _passages[point] = _passages.get(point, 0) + 1
    if settings.TESTING and name == point and _passages[point] == int(wanted or 1):
        os.kill(os.getpid(), signal.SIGKILL)
