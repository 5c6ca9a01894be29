"""The mail server as all senders see it: one row, on the database's clock, that says whether anybody may try.

Three connections lost in a row, or one sign that the server serves nobody, and everybody pauses; no message pays
for it. When the pause is over one sender tries one message (the half-open circuit breaker): the others go on when
that went well, otherwise the pause grows. Whoever looks after the site is told once per outage.
"""

import logging
import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from companies.mail.models import Relay

logger = logging.getLogger(__name__)

LOST_BEFORE_A_PAUSE: Final = 3
LONGEST_PAUSE: Final = 3
"""A pause lasts as long as the outage has, from the first step of MAIL_BACKOFF to this one (1 to 15 minutes)."""


@dataclass(frozen=True, slots=True)
class Knock:
    """`paused` says why nobody may send now; `failing`, that all was not well last time; `trial`, that we try alone."""

    paused: str = ""
    failing: bool = False
    trial: bool = False


_KNOCK: Final = """
INSERT INTO mail_relay (id, failures, reason, beat_at) VALUES (1, 0, '', statement_timestamp())
ON CONFLICT (id) DO UPDATE SET beat_at = statement_timestamp(), paused_until =
    CASE WHEN mail_relay.paused_until <= statement_timestamp() THEN statement_timestamp() + %(trial)s
    ELSE mail_relay.paused_until END
RETURNING failures, reason, COALESCE(paused_until > statement_timestamp(), false),
    COALESCE(paused_until = statement_timestamp() + %(trial)s, false)
"""


def knock() -> Knock:
    """May I send? Of several that ask when a pause is over, one is let in to try. Leaves the sender's beat.

    For the others the pause goes on for as long as a sender may take: one that dies trying blocks nobody longer.
    """
    values: dict[str, Any] = {"trial": timedelta(seconds=settings.MAIL_DEADLINE + settings.MAIL_SMTP_TIMEOUT)}
    with connection.cursor() as cursor:
        cursor.execute(_KNOCK, values)
        failures, reason, paused, trial_is_ours = cursor.fetchone()
    return Knock((reason or "paused") if paused and not trial_is_ours else "", failures > 0, trial_is_ours)


def stumble(reason: str, *, trial: bool) -> bool:
    """A connection was lost with a message on it; whether everybody pauses now. On trial once is enough."""
    with transaction.atomic():
        relay = _locked()
        if relay.alarmed_at or relay.failures + 1 >= LOST_BEFORE_A_PAUSE:
            _pause(relay, reason, trial=trial)
            return True
        Relay.objects.filter(pk=1).update(failures=F("failures") + 1)
        return False


def pause(reason: str, *, trial: bool) -> None:
    """The server serves nobody: nobody sends for a while. Of several senders in trouble at once one counts."""
    with transaction.atomic():
        _pause(_locked(), reason, trial=trial)


def resume() -> None:
    """The server took a message, or refused that one alone: it serves again."""
    ended = Relay.objects.filter(pk=1, alarmed_at__isnull=False).exists()
    Relay.objects.filter(pk=1).update(failures=0, paused_until=None, reason="", alarmed_at=None)
    if ended:
        logger.warning("The mail server serves again")


def end_pause() -> None:
    """Somebody says that the server is well again: the next sender tries at once, with one message."""
    Relay.objects.filter(pk=1, paused_until__gt=Now()).update(paused_until=Now())


def backoff(failures: int) -> timedelta:
    """How long a message waits after so many failures in a row: the ladder of MAIL_BACKOFF, times 0.5 to 1.5."""
    steps = settings.MAIL_BACKOFF
    return timedelta(seconds=steps[min(failures, len(steps)) - 1] * _jitter())


def _jitter() -> float:
    return random.uniform(0.5, 1.5)  # noqa: S311 - spreading, not secrecy


def _locked() -> Relay:
    relay, _made = Relay.objects.select_for_update().get_or_create(pk=1)
    return relay


_PAUSE: Final = """
UPDATE mail_relay SET failures = failures + 1, reason = %(reason)s,
    alarmed_at = COALESCE(alarmed_at, statement_timestamp()),
    paused_until = statement_timestamp() + %(jitter)s * LEAST(%(longest)s, GREATEST(%(shortest)s,
        statement_timestamp() - COALESCE(alarmed_at, statement_timestamp())))
WHERE id = 1
"""


def _pause(relay: Relay, reason: str, *, trial: bool) -> None:
    """On trial the pause that stands is our own. An outage is told at its beginning, not at each trial that fails."""
    if not trial and Relay.objects.filter(pk=1, paused_until__gt=Now()).exists():
        return
    level = logging.INFO if relay.alarmed_at else logging.ERROR
    logger.log(level, "The mail server is out of reach, sending pauses: %s", reason)
    steps = [timedelta(seconds=seconds) for seconds in settings.MAIL_BACKOFF]
    values: dict[str, Any] = {
        "reason": reason[:500],
        "jitter": _jitter(),
        "shortest": steps[0],
        "longest": steps[min(LONGEST_PAUSE, len(steps)) - 1],
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAUSE, values)
