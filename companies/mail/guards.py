"""Is a message still needed, and may it leave now? Asked at every claim, retries included (ruling 1).

Higher apps answer for the messages they post; `mail` knows nothing of their reasons.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

logger = logging.getLogger(__name__)

Guard = Callable[[Sequence[UUID]], Mapping[UUID, str]]
"""Message ids in, the reason why not by id out, in a fixed number of statements."""

Hold = Callable[[datetime], datetime | None]
"""At this business instant: None for "may leave", or the instant from which it may."""

_guards: Final[dict[str, Guard]] = {}
_holds: Final[dict[str, Hold]] = {}


class Undecided(Exception):
    """A guard failed: its messages wait, those of other purposes go on."""


def register(purpose: str, guard: Guard, *, hold: Hold | None = None) -> None:
    """Have `guard` (and `hold`) asked for the messages of `purpose`; in AppConfig.ready()."""
    _guards[purpose] = guard
    if hold:
        _holds[purpose] = hold


def refusals(purpose: str, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Which of the messages are no longer needed, and why. Raises Undecided."""
    guard = _guards.get(purpose)
    if guard is None or not ids:
        return {}
    try:
        with transaction.atomic():
            return guard(ids)
    except Exception as error:
        logger.exception("The guard of %s failed", purpose)
        raise Undecided(purpose) from error


def held_until(purpose: str, at: datetime) -> datetime | None:
    """When messages of `purpose` may leave again, or None for at once."""
    hold = _holds.get(purpose)
    return hold(at) if hold else None
