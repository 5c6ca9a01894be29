"""From the outbox to the mail server: claim, ask, send, note. Any number of senders at once.

A claim is a lease with a token, on the database's clock. Sending happens outside any transaction, and its
result is noted, message by message, only by who still holds the token. So a killed sender loses nothing;
at most the last message it had handed over is sent again, with the same Message-ID.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.conf import settings

from companies.common.faults import fault
from companies.mail import attaching, claims, guards, mime, relay
from companies.mail.claims import Claim
from companies.mail.enums import MessageState
from companies.mail.models import Message
from companies.mail.notes import Overtaken, note, noting
from companies.mail.smtp import Line, Trouble
from companies.mail.verdicts import Fate, Outcome

logger = logging.getLogger(__name__)

T = TypeVar("T")

# The mail server is at work, whatever it thinks of this message.
_WELL: Final = frozenset({Fate.ACCEPTED, Fate.TEMPORARY, Fate.REFUSED, Fate.REJECTED})
_LOST: Final = frozenset({Fate.BROKEN, Fate.UNKNOWN})


@dataclass
class Tally:
    """What a delivery did, by state, and why it paused, if it did."""

    done: Counter[str] = field(default_factory=Counter)
    paused: str = ""


def deliver(*, at: datetime, seconds: float = 50) -> Tally:
    """Send what is due, for at most about `seconds`; `at` is the business instant that `not_after` is held against."""
    begun = time.monotonic()
    until = begun + seconds
    sender, holds = Sender(), guards.Holds(at)
    try:
        while time.monotonic() < until and not sender.tally.paused:
            claim = claims.claim(at=at + timedelta(seconds=time.monotonic() - begun), holds=holds)
            sender.tally.done.update(claim.withdrawn)
            if not claim.found:
                break
            sender.send_all(claim)
    finally:
        sender.leave()
    return sender.tally


class Sender:
    """Sends claim after claim over one connection, opened when needed and again when it broke.

    An acceptance is noted while the mail server reads the next message, and always before that one's final dot:
    never is more than one accepted message without its note.
    """

    def __init__(self) -> None:
        knock = relay.knock()
        self.tally = Tally(paused=knock.paused)
        self.failing, self.trial = knock.failing, knock.trial
        self.line: Line | None = None
        self.accepted: tuple[Message, Outcome] | None = None

    def send_all(self, claim: Claim) -> None:
        """Every message of `claim` ends noted or released, unless this process dies."""
        began = time.monotonic()
        deadline = began + settings.MAIL_DEADLINE
        if self.line:
            self.line.watch(deadline)
        left = deque(claim.messages)
        try:
            for message in claim.undecided:
                self._note(claim, message, Outcome(Fate.TEMPORARY, None, "its guard failed"))
            self._send_in_turn(claim, left, began + settings.MAIL_DEADLINE / 2, deadline)
        except Overtaken as overtaken:
            self.hang_up()
            logger.warning("Message %s was taken over: our lease ran out while it was being sent", overtaken)
        finally:
            if time.monotonic() > deadline:
                self.hang_up()  # the watch has cut it, or is about to
            claims.release(claim, left)

    def hang_up(self) -> None:
        if self.line:
            self.line.close()
            self.line = None

    def leave(self) -> None:
        """Nothing more to send: who was let in to try the server, and had nothing to try it with, lets others."""
        self.hang_up()
        if self.trial:
            relay.end_pause()

    def _send_in_turn(self, claim: Claim, left: deque[Message], last_start: float, deadline: float) -> None:
        """None begins so late that a slow server could not answer it before the deadline."""
        try:
            while left and time.monotonic() < last_start and not self.tally.paused:
                line = self._line(deadline)
                self._send(line, claim, left.popleft())
        except Trouble as trouble:
            self._pause(str(trouble))
        with self._settling(claim):
            pass

    def _line(self, deadline: float) -> Line:
        """Raises Trouble."""
        if self.line is None:
            self.line = Line(deadline)
        return self.line

    def _send(self, line: Line, claim: Claim, message: Message) -> None:
        outcome = self._converse(line, claim, message)
        if not line.usable:
            self.hang_up()
        if outcome.fate == Fate.ACCEPTED:
            self.accepted = message, outcome
        elif outcome.fate == Fate.TROUBLE:
            claims.release(claim, [message])
            self._pause(outcome.words)
        else:
            self._note(claim, message, outcome)
        self._learn(outcome)

    def _converse(self, line: Line, claim: Claim, message: Message) -> Outcome:
        envelope = _drawn(mime.envelope, message)
        if isinstance(envelope, Outcome):
            return envelope
        if attaching.has_file(message.purpose):
            with self._settling(claim):
                pass  # its maker asks the database, which takes no question while it notes
        with self._settling(claim):
            line.offer(*envelope)
            failed = _written(line, message)
        return failed or line.finish()

    @contextmanager
    def _settling(self, claim: Claim) -> Iterator[None]:
        """The last acceptance, if there is one, is noted when the block ends. Raises Overtaken."""
        if self.accepted is None:
            yield
            return
        accepted, self.accepted = self.accepted, None
        with noting(accepted[0], claim, accepted[1]):
            yield
        self.tally.done[MessageState.SENT] += 1
        fault("after_note")

    def _note(self, claim: Claim, message: Message, outcome: Outcome) -> None:
        self.tally.done[note(message, claim, outcome)] += 1
        fault("after_note")

    # -- how the mail server is --------------------------------------------------------------

    def _learn(self, outcome: Outcome) -> None:
        if outcome.fate in _LOST:
            self.failing = True
            if relay.stumble(outcome.words, trial=self.trial):
                self._paused(outcome.words)
        elif self.failing and outcome.code and outcome.fate in _WELL:
            self.failing = self.trial = False
            relay.resume()

    def _pause(self, reason: str) -> None:
        relay.pause(reason, trial=self.trial)
        self._paused(reason)

    def _paused(self, reason: str) -> None:
        self.trial = False
        self.tally.paused = reason


def _written(line: Line, message: Message) -> Outcome | None:
    """The message offered on `line`, written but for its final dot; or its end."""
    text = _drawn(mime.build, message)
    if isinstance(text, Outcome):
        line.give_up()
        return text
    return line.write(text)


def _drawn(draw: Callable[[Message], T], message: Message) -> "T | Outcome":
    """What `draw` makes of the message, or its end: no message may keep others from leaving."""
    try:
        return draw(message)
    except ValueError as error:  # an address outside ASCII, for instance: it will never pass
        return Outcome(Fate.REJECTED, None, f"{type(error).__name__}: {error}"[:400])
    except Exception as error:  # our own fault, whatever it is: logged, tried again as after a 4xx, then dead and shown
        logger.exception("Message %s could not be written for the wire", message.pk)
        return Outcome(Fate.TEMPORARY, None, f"{type(error).__name__}: {error}"[:400])
