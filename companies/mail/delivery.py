"""From the outbox to the mail server: claim, ask, send, note. Any number of senders at once.

A claim is a lease with a token, on the database's clock. Sending happens outside any transaction, and its
result is noted, message by message, only by who still holds the token. So a killed sender loses nothing;
at most the one message it was handing over is sent again, with the same Message-ID.
"""

import logging
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from companies.common.faults import fault
from companies.mail import addresses, claims, mime
from companies.mail.claims import Claim
from companies.mail.enums import MessageState
from companies.mail.models import Message, Relay
from companies.mail.smtp import Fate, Line, Outcome, Trouble

logger = logging.getLogger(__name__)

BREAKS_BEFORE_A_PAUSE: Final = 3


class Overtaken(Exception):
    """Our lease ran out and somebody else has the claim: what is left of it is no longer ours to send."""


@dataclass
class Tally:
    """What a delivery did, by state, and why it paused, if it did."""

    done: Counter[str] = field(default_factory=Counter)
    paused: str = ""


def deliver(*, at: datetime, seconds: float = 50) -> Tally:
    """Send what is due, for at most about `seconds`; `at` is the business instant that `not_after` is held against."""
    until = time.monotonic() + seconds
    sender = Sender()
    try:
        while time.monotonic() < until and not sender.tally.paused:
            claim = claims.claim(at=at)
            sender.tally.done.update(claim.withdrawn)
            if not claim.found:
                break
            if claim.messages:
                sender.send_all(claim)
    finally:
        sender.hang_up()
    return sender.tally


class Sender:
    """Sends claim after claim over one connection, opened when needed and again when it broke."""

    def __init__(self) -> None:
        self.tally = Tally(paused=_pause())
        self.line: Line | None = None
        self.breaks = 0
        self.was_failing = Relay.objects.filter(failures__gt=0).exists()

    def send_all(self, claim: Claim) -> None:
        """Every message of `claim` ends noted or released, unless this process dies."""
        deadline = time.monotonic() + settings.MAIL_DEADLINE
        if self.line:
            self.line.watch(deadline)
        begun = 0
        try:
            for message in claim.messages:
                if time.monotonic() > deadline or self.tally.paused:
                    break
                line = self._line(deadline)
                begun += 1
                self._send(line, claim, message)
        except Trouble as trouble:
            self._pause(str(trouble))
        except Overtaken as overtaken:
            logger.warning("Message %s was taken over: our lease ran out while it was being sent", overtaken)
        finally:
            if time.monotonic() > deadline:
                self.hang_up()  # the watch has cut it, or is about to
            claims.release(claim, claim.messages[begun:])

    def hang_up(self) -> None:
        if self.line:
            self.line.close()
            self.line = None

    def _line(self, deadline: float) -> Line:
        """Raises Trouble."""
        if self.line is None:
            self.line = Line(deadline)
        return self.line

    def _send(self, line: Line, claim: Claim, message: Message) -> None:
        outcome = _sent(line, message)
        if not line.usable:
            self.hang_up()
        self.breaks = self.breaks + 1 if outcome.fate == Fate.BROKEN else 0
        if outcome.fate == Fate.TROUBLE:
            claims.release(claim, [message])
            self._pause(outcome.words)
            return
        self.tally.done[note(message, claim, outcome)] += 1
        fault("after_note")
        if self.breaks >= BREAKS_BEFORE_A_PAUSE:
            self._pause(outcome.words)
        elif outcome.fate == Fate.ACCEPTED and self.was_failing:
            self.was_failing = False
            resume()

    def _pause(self, reason: str) -> None:
        self.tally.paused = reason
        pause(reason)


def _sent(line: Line, message: Message) -> Outcome:
    try:
        sender, recipient, data = mime.sender(message), mime.recipient(message), mime.build(message)
    except ValueError as error:  # an address outside ASCII, for instance
        return Outcome(Fate.REJECTED, None, f"{type(error).__name__}: {error}"[:400])
    return line.send(sender, recipient, data)


# -- what an answer does to the row ----------------------------------------------------------


_NOTE: Final = """
UPDATE mail_message SET state = %(state)s, attempts = %(attempts)s, smtp_code = %(code)s, last_error = %(words)s,
    lease_token = NULL, lease_until = NULL,
    next_attempt_at = CASE WHEN %(state)s = 'queued' THEN statement_timestamp() + %(wait)s ELSE next_attempt_at END,
    accepted_at = CASE WHEN %(state)s = 'sent' THEN statement_timestamp() END,
    text = CASE WHEN secret AND %(state)s <> 'queued' THEN '' ELSE text END,
    html = CASE WHEN secret AND %(state)s <> 'queued' THEN '' ELSE html END
WHERE id = %(id)s AND lease_token = %(token)s
"""
"""Written out because it runs once per message: Django's own UPDATE costs a third of what the sending does."""


def note(message: Message, claim: Claim, outcome: Outcome) -> MessageState:
    """Write the outcome down if the lease is still ours; the state the message came to. Raises Overtaken."""
    attempts = message.attempts + (0 if claim.counted else 1)
    state = _state(message, attempts, outcome.fate)
    values = {
        "id": message.pk,
        "token": claim.token,
        "state": state.value,
        "attempts": attempts,
        "code": outcome.code,
        "words": outcome.words,
        "wait": backoff(attempts),
    }
    if outcome.fate == Fate.REFUSED:
        with transaction.atomic():
            _write(values)
            addresses.refused(message, outcome.words)
    else:
        _write(values)
    return state


def _write(values: dict[str, Any]) -> None:
    """Raises Overtaken."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)
        if cursor.rowcount == 0:
            raise Overtaken(values["id"])


def _state(message: Message, attempts: int, fate: Fate) -> MessageState:
    if fate == Fate.ACCEPTED:
        return MessageState.SENT
    if fate in (Fate.REFUSED, Fate.REJECTED):
        return MessageState.DEAD
    last = attempts > len(settings.MAIL_BACKOFF)
    if fate == Fate.UNKNOWN and (last or not message.essential):
        return MessageState.UNCERTAIN
    return MessageState.DEAD if last else MessageState.QUEUED


def backoff(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: the ladder of MAIL_BACKOFF, times 0.5 to 1.5."""
    steps = settings.MAIL_BACKOFF
    seconds = steps[min(failures, len(steps)) - 1]
    return timedelta(seconds=seconds * random.uniform(0.5, 1.5))  # noqa: S311 - spreading, not secrecy


# -- the mail server, as all senders see it --------------------------------------------------


def pause(reason: str) -> None:
    """Nobody sends for a while; no message pays for it. One of several senders in trouble at once counts."""
    logger.error("The mail server is out of reach, sending pauses: %s", reason)
    with transaction.atomic():
        relay, _made = Relay.objects.select_for_update().get_or_create(pk=1)
        if not _pause():
            wait = backoff(min(relay.failures + 1, BREAKS_BEFORE_A_PAUSE))
            changes = {"failures": F("failures") + 1, "paused_until": Now() + wait, "reason": reason[:500]}
            Relay.objects.filter(pk=1).update(**changes)


def _pause() -> str:
    """Why nobody sends now, or nothing."""
    found = Relay.objects.filter(paused_until__gt=Now()).values_list("reason", flat=True).first()
    return "" if found is None else found or "paused"


def resume() -> None:
    """The mail server serves again."""
    Relay.objects.filter(pk=1, failures__gt=0).update(failures=0, paused_until=None, reason="")
