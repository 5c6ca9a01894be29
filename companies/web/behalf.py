"""An officer at the companies' door: the mark that their session carries, for one case and one person of it at a time.

On the machine's clock, like the marks of a sign-in. It says what was opened, and grants nothing: whether its bearer may
do it, still reaches the case and is awaited there is asked at every page (`portal.access`).
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest

KEY: Final = "behalf"
IDLE: Final = timedelta(minutes=30).total_seconds()
LONGEST: Final = timedelta(hours=4).total_seconds()
NOTED_EVERY: Final = timedelta(minutes=5).total_seconds()


@dataclass(frozen=True, slots=True)
class Mark:
    """For which case (its number) and contact the form was opened; `over` once nobody has used it for too long."""

    reference: str
    contact: int
    over: bool


def open_mark(request: HttpRequest, reference: str, contact: int) -> None:
    """Takes the place of the mark for another case: nobody fills in two at once."""
    now = int(time.time())
    request.session[KEY] = {"reference": reference, "contact": contact, "began": now, "seen": now}


def close_mark(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def mark_of(request: HttpRequest) -> Mark | None:
    """The mark of this session; notes from time to time that it is used."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not kept:
        return None
    now = time.time()
    over = now - kept["seen"] > IDLE or now - kept["began"] > LONGEST
    if not over and now - kept["seen"] > NOTED_EVERY:
        request.session[KEY] = kept | {"seen": int(now)}
    return Mark(kept["reference"], kept["contact"], over)
