"""The session that "Start" opens: limited to one draft, without a login (model.md, settled 1).

It lasts while the person works. Its marks are on the machine's clock, like those of a sign-in.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from companies.cases.models import Link

KEY: Final = "draft"
NOTED_EVERY: Final = timedelta(minutes=5).total_seconds()


@dataclass(frozen=True, slots=True)
class Draft:
    """Which link opened the session; `over` once nobody has used it for too long."""

    link: int
    over: bool


def open_draft(request: HttpRequest, link: Link) -> None:
    """Begin to work on the draft of `link`. The session gets a new key, so that nobody can have planted it."""
    request.session.cycle_key()
    request.session[KEY] = {"link": link.pk, "seen": int(time.time())}


def close_draft(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def draft(request: HttpRequest) -> Draft | None:
    """The draft this session is for, if any; notes from time to time that somebody is there."""
    mark: dict[str, Any] | None = request.session.get(KEY)
    if not mark:
        return None
    idle = time.time() - mark["seen"]
    over = idle > settings.COMPANY_IDLE_MINUTES * 60
    if not over and idle > NOTED_EVERY:
        request.session[KEY] = mark | {"seen": int(time.time())}
    return Draft(mark["link"], over)
