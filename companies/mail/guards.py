"""Is a message still needed, and may it leave now? Asked at every claim, retries included (ruling 1).

Higher apps answer for the messages they post; `mail` knows nothing of their reasons.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

logger = logging.getLogger(__name__)

Guard = Callable[[Sequence[UUID]], Mapping[UUID, str]]
"""Message ids in, the reason why not by id out, in a fixed number of statements."""

Hold = Callable[[datetime], datetime | None]
"""At this business instant: None for "may leave", or the instant from which it may."""

IN_DOUBT: Final = timedelta(minutes=1)

_guards: Final[dict[str, Guard]] = {}
_holds: Final[dict[str, Hold]] = {}


def register(purpose: str, guard: Guard, *, hold: Hold | None = None) -> None:
    """Have `guard` (and `hold`) asked for the messages of `purpose`; in AppConfig.ready()."""
    _guards[purpose] = guard
    if hold:
        _holds[purpose] = hold


def refusals(purposes: Mapping[UUID, str]) -> tuple[dict[UUID, str], set[UUID]]:
    """Of messages with their purposes: which are no longer needed, and why; and those whose guard failed on them.

    A guard is asked once for all its purposes; when that fails, for one message after the other.
    """
    asked: dict[Guard, list[UUID]] = defaultdict(list)
    for pk, purpose in purposes.items():
        if purpose in _guards:
            asked[_guards[purpose]].append(pk)
    refused: dict[UUID, str] = {}
    failed: set[UUID] = set()
    for guard, ids in asked.items():
        failed |= _ask(guard, ids, refused)
    return refused, failed


def _ask(guard: Guard, ids: Sequence[UUID], refused: dict[UUID, str]) -> set[UUID]:
    """Those the guard failed on; its refusals are added to `refused`."""
    try:
        with transaction.atomic():
            refused.update(guard(ids))
    except Exception:  # of a higher app, unknown here: the message waits, counts as tried, and is logged
        if len(ids) > 1:
            return set().union(*(_ask(guard, [pk], refused) for pk in ids))
        logger.exception("The guard of message %s failed", ids[0])
        return set(ids)
    return set()


class Holds:
    """Until when messages of each purpose are held at one instant. Each hold is asked once, for all its purposes."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._known: dict[Hold, datetime | None] = {}

    def until(self, purpose: str) -> datetime | None:
        """None: they may leave."""
        hold = _holds.get(purpose)
        if hold and hold not in self._known:
            self._known[hold] = _until(hold, self._at)
        return self._known[hold] if hold else None


def _until(hold: Hold, at: datetime) -> datetime | None:
    """In doubt nobody is disturbed."""
    try:
        with transaction.atomic():
            return hold(at)
    except Exception:  # as above
        logger.exception("A hold failed")
        return at + IN_DOUBT
