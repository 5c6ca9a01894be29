"""One conversation with the mail server, with time-outs, a deadline, and as few round trips as it allows."""

import re
import smtplib
import socket
import ssl
import threading
import time
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from companies.common.faults import fault
from companies.mail import verdicts
from companies.mail.verdicts import Fate, Outcome

_DOT_FIRST: Final = re.compile(rb"(?m)^\.")
_ENDS_THE_LINE: Final = frozenset({Fate.BROKEN, Fate.UNKNOWN, Fate.TROUBLE})
# What the server says to MAIL, RCPT and DATA when it goes on, and what else its answer means.
_STEPS: Final = (
    (frozenset({250}), verdicts.of_sender),
    (frozenset({250, 251}), verdicts.of_recipient),
    (frozenset({354}), verdicts.of_content),
)
_RCPT: Final = 1
_LONGEST_LINE: Final = 8192
_MOST_LINES: Final = 100


class Trouble(Exception):
    """The mail server cannot be reached or will not talk to us; no message is to blame."""


class _Exact:
    """What smtplib's connections lack: half a line, cut by the network or by our deadline, is no answer."""

    sock: Any
    file: Any = None

    def getreply(self) -> tuple[int, bytes]:
        """Code and words; code -1 for what is no SMTP. Raises OSError and SMTPException."""
        if self.file is None:
            self.file = self.sock.makefile("rb")
        words: list[bytes] = []
        while len(words) < _MOST_LINES:
            line = self.file.readline(_LONGEST_LINE)
            if not line.endswith(b"\n"):
                raise smtplib.SMTPServerDisconnected("The answer broke off" if line else "The connection was closed")
            code, more = line[:3], line[3:4]
            if not code.isdigit():
                return -1, line
            words.append(line[4:].strip())
            if more != b"-":
                return int(code), b"\n".join(words)
        raise smtplib.SMTPServerDisconnected("The answer has no end")


class _Plain(_Exact, smtplib.SMTP):
    pass


class _Encrypted(_Exact, smtplib.SMTP_SSL):
    pass


class Line:
    """An SMTP connection for several messages. Every reply has a time-out, the whole has a deadline.

    `deadline` is in seconds of time.monotonic(); past it the connection is cut, whatever it was at. A message goes
    in three steps: `offer` writes its envelope without waiting for answers, `write` reads them and sends its text,
    `finish` sends the final dot.
    """

    _watch: threading.Timer | None = None

    def __init__(self, deadline: float) -> None:
        """Raises Trouble."""
        if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "filebased.EmailBackend", "dummy.EmailBackend")):
            raise Trouble("EMAIL_URL names no SMTP server")
        fault("before_connect")
        kind: type[_Plain | _Encrypted] = _Encrypted if settings.EMAIL_USE_SSL else _Plain
        self.smtp = kind.__new__(kind)  # known before it connects: the watch must be able to end a greeting that drips
        self.usable, self._midway = True, False
        self.watch(deadline)
        try:
            _greet(self.smtp)
        except (OSError, smtplib.SMTPException) as error:
            self.give_up()
            raise Trouble(verdicts.words(error)) from error
        self._at_once = len(_STEPS) if self.smtp.has_extn("pipelining") else 1
        self._lost: Outcome | None = None
        self._envelope: tuple[str, ...] = ()

    def watch(self, deadline: float) -> None:
        """The deadline of the messages to come, in place of the one before."""
        if self._watch:
            self._watch.cancel()
        self._deadline = deadline
        self._watch = threading.Timer(max(deadline - time.monotonic(), 0.1), self._cut)
        self._watch.daemon = True
        self._watch.start()

    def close(self) -> None:
        """Take leave; in the middle of a message just go: without its final dot the server forgets it."""
        if self._watch:
            self._watch.cancel()
        try:
            if self.usable and not self._midway:
                self.smtp.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            self.smtp.close()

    def give_up(self) -> None:
        """End the connection, and with it a message that was offered."""
        self.usable = False
        self.close()

    def offer(self, sender: str, recipient: str) -> None:
        """Write the envelope, or as much of it as the server takes at once (RFC 2920). Errors come with `write`."""
        self._envelope = (f"MAIL FROM:<{sender}>\r\n", f"RCPT TO:<{recipient}>\r\n", "DATA\r\n")
        self._midway = True
        try:
            self.smtp.send("".join(self._envelope[: self._at_once]))
        except (OSError, smtplib.SMTPException) as error:
            self._lost = Outcome(Fate.BROKEN, None, verdicts.words(error))

    def write(self, data: bytes) -> Outcome | None:
        """The text of the message offered, without its final dot; or what became of the message before that."""
        try:
            outcome = self._lost or self._refused()
            if outcome is None:
                self.smtp.send(_DOT_FIRST.sub(b"..", data))
        except (OSError, smtplib.SMTPException) as error:
            outcome = Outcome(Fate.BROKEN, None, verdicts.words(error))
        return outcome and self._ended(outcome)

    def finish(self) -> Outcome:
        """The final dot, and the answer to it."""
        try:
            outcome = self._dot()
        except (OSError, smtplib.SMTPException) as error:
            outcome = Outcome(Fate.BROKEN, None, verdicts.words(error))
        return self._ended(outcome)

    def _ended(self, outcome: Outcome) -> Outcome:
        self._midway = False
        if outcome.fate != Fate.ACCEPTED:
            self.usable = self.usable and outcome.fate not in _ENDS_THE_LINE and self._start_over()
        return outcome

    def _start_over(self) -> bool:
        """Whether the connection still serves for the next message."""
        try:
            return self.smtp.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _refused(self) -> Outcome | None:
        """None when the server takes sender and recipient and waits for the text. The first refusal decides."""
        for number, (welcome, judge) in enumerate(_STEPS):
            if number >= self._at_once:
                self.smtp.send(self._envelope[number])
            code, reply = self.smtp.getreply()
            if code not in welcome:
                outcome = judge(code, verdicts.words(reply))
                if outcome.fate not in _ENDS_THE_LINE:
                    self._hear_out(self._at_once - number - 1)
                return outcome
            if number == _RCPT:
                fault("after_rcpt")
        return None

    def _hear_out(self, answers: int) -> None:
        """What is left of a group. A server that asks for the text without having a recipient is left standing."""
        try:
            codes = [self.smtp.getreply()[0] for _n in range(answers)]
        except (OSError, smtplib.SMTPException):
            self.usable = False
        else:
            self.usable = 354 not in codes

    def _dot(self) -> Outcome:
        fault("before_dot")
        if time.monotonic() > self._deadline:  # we slept; somebody else may have the message by now
            raise TimeoutError("the deadline passed")
        self.smtp.send(b".\r\n")  # an error of the sending itself means that it never left
        fault("after_dot")
        try:
            code, reply = self._patiently()
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(Fate.UNKNOWN, None, verdicts.words(error))
        fault("after_250")
        return Outcome(Fate.ACCEPTED, code, "") if code == 250 else verdicts.of_content(code, verdicts.words(reply))

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


def _greet(smtp: Any) -> None:
    """Connect, encrypt, sign in. A certificate that does not hold is trouble; SSL_CERT_FILE names an authority."""
    tls = {"context": ssl.create_default_context()} if settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS else {}
    smtp.__init__(
        settings.EMAIL_HOST,
        settings.EMAIL_PORT,
        local_hostname=urlsplit(settings.SITE_URL).hostname or "localhost",
        timeout=settings.MAIL_SMTP_TIMEOUT,
        **(tls if settings.EMAIL_USE_SSL else {}),
    )
    if smtp.sock:  # or the final dot waits 40 ms for an acknowledgement of the text
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if settings.EMAIL_USE_TLS:
        smtp.starttls(**tls)
    if settings.EMAIL_HOST_USER:
        smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    smtp.ehlo_or_helo_if_needed()
