"""The session that "Start" opens: limited to one draft, without a login (model.md, settled 1).

It lasts while the person works, and four hours at the most. Its marks are on the machine's clock, like those of a
sign-in.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from companies.cases.models import Link

KEY: Final = "draft"
LONGEST: Final = timedelta(hours=4)
NOTED_EVERY: Final = timedelta(minutes=5).total_seconds()


@dataclass(frozen=True, slots=True)
class Draft:
    """Which link opened the session; whether nobody has used it for too long, and whether it has lasted its time."""

    link: int
    idle: bool
    spent: bool

    @property
    def over(self) -> bool:
        return self.idle or self.spent


def open_draft(request: HttpRequest, link: Link) -> None:
    """Begin to work on the draft of `link`. The session gets a new key, so that nobody can have planted it."""
    request.session.cycle_key()
    now = int(time.time())
    request.session[KEY] = {"link": link.pk, "began": now, "seen": now}


def close_draft(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def draft(request: HttpRequest) -> Draft | None:
    """The draft this session is for, if any; notes from time to time that somebody is there."""
    mark: dict[str, Any] | None = request.session.get(KEY)
    if not mark:
        return None
    now = time.time()
    alone = now - mark["seen"]
    spent = now - mark.get("began", 0) > LONGEST.total_seconds()
    found = Draft(mark["link"], idle=alone > settings.COMPANY_IDLE_MINUTES * 60, spent=spent)
    if not found.over and alone > NOTED_EVERY:
        request.session[KEY] = mark | {"seen": int(now)}
    return found
