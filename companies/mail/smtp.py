"""One conversation with the mail server, and what each of its answers means."""

import re
import smtplib
import socket
import threading
import time
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from companies.common.faults import fault

SMTP_BACKEND: Final = "django.core.mail.backends.smtp.EmailBackend"
_DOT_FIRST: Final = re.compile(rb"(?m)^\.")
_ENHANCED: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# Codes that speak of the server or of our way in, never of one message (RFC 4954, RFC 5321).
_SERVER_CODES: Final = frozenset({421, 454, 530, 534, 535, 538})


class Fate(Enum):
    ACCEPTED = auto()
    TEMPORARY = auto()  # try this message again later
    REFUSED = auto()  # the address takes no mail
    REJECTED = auto()  # the message will not pass, the address may be good
    BROKEN = auto()  # the connection broke before the final dot: not delivered
    UNKNOWN = auto()  # it broke after the final dot: nobody knows (RFC 1047)
    TROUBLE = auto()  # the server serves nobody now


_ENDS_THE_LINE: Final = frozenset({Fate.BROKEN, Fate.UNKNOWN, Fate.TROUBLE})


@dataclass(frozen=True, slots=True)
class Outcome:
    fate: Fate
    code: int | None
    words: str


class Trouble(Exception):
    """The mail server cannot be reached or will not talk to us; no message is to blame."""


class Line:
    """An SMTP connection for several messages. Every reply has a time-out, the whole has a deadline.

    `deadline` is in seconds of time.monotonic(); past it the connection is cut, whatever it was at.
    """

    _watch: threading.Timer | None = None

    def __init__(self, deadline: float) -> None:
        self.smtp = _connected()
        self.usable = True
        self.watch(deadline)

    def watch(self, deadline: float) -> None:
        """The deadline of the messages to come, in place of the one before."""
        if self._watch:
            self._watch.cancel()
        self._deadline = deadline
        self._watch = threading.Timer(max(deadline - time.monotonic(), 0.1), self._cut)
        self._watch.daemon = True
        self._watch.start()

    def close(self) -> None:
        if self._watch:
            self._watch.cancel()
        try:
            self.smtp.quit()
        except (OSError, smtplib.SMTPException):
            self.smtp.close()

    def send(self, sender: str, recipient: str, data: bytes) -> Outcome:
        """One message, up to the answer to its final dot."""
        try:
            outcome = self._offer(sender, recipient) or self._hand_over(data)
        except (OSError, smtplib.SMTPException) as error:
            outcome = Outcome(Fate.BROKEN, None, _words(error))
        if outcome.fate != Fate.ACCEPTED:
            self.usable = outcome.fate not in _ENDS_THE_LINE and self._start_over()
        return outcome

    def _start_over(self) -> bool:
        """Whether the connection still serves for the next message."""
        try:
            return self.smtp.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _offer(self, sender: str, recipient: str) -> Outcome | None:
        """None when the server takes sender and recipient and waits for the text."""
        code, reply = self.smtp.docmd("MAIL", f"FROM:<{sender}>")
        if code != 250:
            return _of_sender(code, _words(reply))
        code, reply = self.smtp.docmd("RCPT", f"TO:<{recipient}>")
        if code not in (250, 251):
            return _of_recipient(code, _words(reply))
        fault("after_rcpt")
        code, reply = self.smtp.docmd("DATA")
        return None if code == 354 else _of_content(code, _words(reply))

    def _hand_over(self, data: bytes) -> Outcome:
        fault("before_dot")
        # The dot is in the last bytes: an error of the sending itself means that it never left.
        self.smtp.send(_DOT_FIRST.sub(b"..", data) + b".\r\n")
        fault("after_dot")
        try:
            code, reply = self._patiently()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Fate.UNKNOWN, None, _words(error))
        fault("after_250")
        return Outcome(Fate.ACCEPTED, code, "") if code == 250 else _of_content(code, _words(reply))

    def _patiently(self) -> tuple[int, bytes]:
        """The answer to the final dot: a server may be storing the message, and giving up means not knowing."""
        sock = self.smtp.sock
        assert sock is not None  # noqa: S101 - a connection that just took data
        sock.settimeout(max(self._deadline - time.monotonic(), 1))
        answer = self.smtp.getreply()
        sock.settimeout(settings.MAIL_SMTP_TIMEOUT)
        return answer

    def _cut(self) -> None:
        """Ends a read that drips a byte now and then, which no time-out of a socket would."""
        try:
            if self.smtp.sock:
                self.smtp.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            self.smtp.close()


def _connected() -> smtplib.SMTP:
    """Raises Trouble."""
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "filebased.EmailBackend", "dummy.EmailBackend")):
        raise Trouble("EMAIL_URL names no SMTP server")
    fault("before_connect")
    try:
        return _greeted()
    except (OSError, smtplib.SMTPException) as error:
        raise Trouble(_words(error)) from error


def _greeted() -> smtplib.SMTP:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    smtp = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, local_hostname=host, timeout=settings.MAIL_SMTP_TIMEOUT)
    try:
        if smtp.sock:  # or the final dot waits 40 ms for an acknowledgement of the text
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if settings.EMAIL_USE_TLS:
            smtp.starttls()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _of_sender(code: int, words: str) -> Outcome:
    """To refuse our own address for good is the server's state, or our configuration."""
    trouble = _of_server(code) or code >= 500
    return Outcome(Fate.TROUBLE if trouble else Fate.TEMPORARY, _known(code), words)


def _of_recipient(code: int, words: str) -> Outcome:
    """A refusal "by policy" (5.7.x) is tried again: a server that forbids relaying says so of every address."""
    if _of_server(code):
        return Outcome(Fate.TROUBLE, _known(code), words)
    by_policy = _enhanced(words).startswith("5.7.")
    return Outcome(Fate.REFUSED if code >= 500 and not by_policy else Fate.TEMPORARY, code, words)


def _of_content(code: int, words: str) -> Outcome:
    if _of_server(code):
        return Outcome(Fate.TROUBLE, _known(code), words)
    if code < 500:
        return Outcome(Fate.TEMPORARY, code, words)
    of_the_address = _enhanced(words).startswith(("5.1.", "5.2."))
    return Outcome(Fate.REFUSED if of_the_address else Fate.REJECTED, code, words)


def _of_server(code: int) -> bool:
    """Whether the answer speaks of the server; one without a proper code (-1 in smtplib) is no SMTP at all."""
    return code in _SERVER_CODES or code < 200


def _known(code: int) -> int | None:
    return code if code > 0 else None


def _enhanced(words: str) -> str:
    found = _ENHANCED.search(words)
    return found[1] if found else ""


def _words(said: "bytes | BaseException") -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else f"{type(said).__name__}: {said}"
    return " ".join(text.split())[:400]
