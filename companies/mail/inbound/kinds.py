"""What a mail is: a report, a machine's answer, a person's reply, or nothing of ours. Nothing is written here."""

import re
from dataclasses import dataclass, field
from email.message import Message as Mail
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from companies.mail.enums import ReceivedKind
from companies.mail.inbound import matching, parsing, quoting, reports
from companies.mail.inbound.reports import Report
from companies.mail.models import Message

LONGEST_WORDS: Final = 10_000
"""Characters of a reply that are kept."""
CUT: Final = "…"
TAG: Final = "file:"
"""Begins the stream of a reply that names its file in its address, until somebody who knows files has looked it up."""

_AUTOMATIC_HEADERS: Final = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-FC-MachineGenerated", "List-Id")
_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
# How mail programs without the header begin the subject of an absence note; a person's answer begins with "Re:".
_ABSENCE: Final = re.compile(
    r"(automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|réponse automatique|absence du bureau"
    r"|message d['’]absence|رد تلقائي|الرد التلقائي|خارج المكتب)\b",
    re.I,
)
_ANSWER: Final = re.compile(r"(re|ré|réf|rép|aw|sv|رد|الرد)\s*(\[\d+\])?\s*:", re.I)
_FORWARD: Final = re.compile(r"(fwd?|tr|wg|إعادة توجيه|محول)\s*:", re.I)
_SLASH, _BREAK = r"(?:/|%(?:25)*2F)", r"(?:=?[ \t]{0,3}\n[> \t]{0,6})?"
# The addresses of companies.common.links that a token or a signature opens, with 32 letters or more.
_PERSONAL: Final = re.compile(
    rf"({_SLASH}{_BREAK}(?:i|r|go|p){_BREAK}{_SLASH}){_BREAK}[\w-](?:{_BREAK}[\w-]){{23,63}}", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A mail in short. `message` is ours that it answers or is about; `stream` where it belongs."""

    kind: ReceivedKind
    message: Message | None = None
    stream: str = ""
    text: str = ""
    attachments: list[str] = field(default_factory=list)
    report: Report = field(default_factory=Report)


def understand(mail: Mail, content: bytes) -> Understood:
    return _complaint(mail, content) or _report(mail, content) or _automatic(mail) or _reply(mail)


def _complaint(mail: Mail, content: bytes) -> Understood | None:
    if not reports.is_complaint(mail):
        return None
    about = reports.complained_of(mail)
    message = matching.reported(mail, content, about)
    return Understood(ReceivedKind.COMPLAINT, message, _stream(message), report=Report(failed=about))


def _report(mail: Mail, content: bytes) -> Understood | None:
    report = reports.of(mail)
    if report is None:
        return None
    message = matching.reported(mail, content, report.failed | report.delayed)
    kind = ReceivedKind.BOUNCE if report.failed else ReceivedKind.DELAY
    return Understood(kind, message, _stream(message), report.words, report=report)


def _automatic(mail: Mail) -> Understood | None:
    """People write from "postmaster@" too: what one sends to a file's own address is theirs, unless it is a report."""
    known = reports.is_report if matching.tag_of(mail) else reports.is_from_machine
    if not (is_automatic(mail) or known(mail)):
        return None
    message = matching.answered(mail)
    return Understood(ReceivedKind.AUTOMATIC, message, _stream(message))


def _reply(mail: Mail) -> Understood:
    """By the file's own address first; a thread may have begun elsewhere. A subject of its own is part of the words."""
    tag, message = matching.tag_of(mail), matching.answered(mail)
    stream = f"{TAG}{tag}" if tag else _stream(message)
    if not stream:
        return Understood(ReceivedKind.UNKNOWN, message)
    subject = _masked(parsing.header(mail, "Subject"))
    forwarded = bool(_FORWARD.match(subject))
    words = quoting.own_words(_masked(parsing.body(mail)), forwarded=forwarded)
    if not _ANSWER.match(subject):
        words = f"{subject}\n\n{words}".strip()
    return Understood(ReceivedKind.REPLY, message, stream, _shortened(words), parsing.attachments(mail))


def is_automatic(mail: Mail) -> bool:
    """By RFC 3834 and what mail programs do instead."""
    submitted = parsing.header(mail, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if parsing.header(mail, "Precedence").lower() in _BULK or any(mail.get(name) for name in _AUTOMATIC_HEADERS):
        return True
    return bool(_ABSENCE.match(parsing.header(mail, "Subject")))


def _stream(message: Message | None) -> str:
    return message.stream if message else ""


def _masked(words: str) -> str:
    """A personal link that was quoted along opens the file for one person, not for who reads about it.

    As it was sent; or wherever its last part stands, for mail programs break lines and wrap one link in another.
    """
    host = re.escape(urlsplit(settings.SITE_URL).netloc)
    words = _PERSONAL.sub(rf"\1{CUT}", words)
    return re.sub(rf"(https?://{host}/[\w-]{{1,20}}/)\S+", rf"\1{CUT}", words, flags=re.IGNORECASE)


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS].rstrip() + CUT
