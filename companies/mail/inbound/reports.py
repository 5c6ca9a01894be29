"""What a mail server reports about a mail of ours: failed, delayed, or disliked by its receiver.

Delivery reports by RFC 3464 and the many that keep to no standard are read by `flufl.bounce`, Mailman's detectors;
the status and the server's words are taken from the report's own fields, complaints are read by RFC 5965.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from flufl.bounce import all_failures

from companies.mail.inbound import parsing

logger = logging.getLogger(__name__)

LONGEST_WORDS: Final = 300
_STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_DAEMONS: Final = re.compile(r"(mailer-?daemon|mail-?daemon|microsoftexchange\w*)(\+[^@]*)?@", re.I)
_MACHINES: Final = re.compile(r"(postmaster|bounces?)(\+[^@]*)?@", re.I)
# Providers hide whose complaint it is (RFC 6590): such an address names nobody.
_HIDDEN: Final = re.compile(r"redact|hidden|removed|x{3}|\*", re.I)
_ABUSE: Final = frozenset({"abuse", "fraud", "opt-out", "unsubscribe"})


@dataclass(frozen=True, slots=True)
class Report:
    """Addresses in small letters, `failed` also those that complained; `status` by RFC 3463, "" when not said."""

    failed: frozenset[str] = frozenset()
    delayed: frozenset[str] = frozenset()
    status: str = ""
    words: str = ""


def is_from_machine(message: Message) -> bool:
    """Whether a mail server wrote it: only then is it searched for failures, which people may quote too."""
    return is_report(message) or bool(_MACHINES.match(_writer(message)))


def is_report(message: Message) -> bool:
    """Whether it says of itself that no person wrote it; the name of its sender does not say so."""
    if message.get_content_type() == "multipart/report" or message.get("X-Failed-Recipients"):
        return True
    if parsing.header(message, "Return-Path").replace(" ", "") == "<>":
        return True
    return bool(_DAEMONS.match(_writer(message)))


def of(message: Message) -> Report | None:
    """None when the mail reports no failure and no delay."""
    if not is_from_machine(message):
        return None
    delayed, failed = _detected(message)
    failed |= set(parsing.addresses(message, "X-Failed-Recipients"))
    if not failed and not delayed:
        return None
    fields = list(_fields(message))
    words = _words(fields) or _said(message)
    return Report(frozenset(failed), frozenset(delayed), _status(fields) or status_in(words), words)


def is_complaint(message: Message) -> bool:
    """A receiver pressed "this is spam", and their provider says so (RFC 5965)."""
    return any(parsing.header(block, "Feedback-Type").lower() in _ABUSE for block in _feedback(message))


def complained_of(message: Message) -> frozenset[str]:
    """Whose complaint it is, as far as it names them."""
    named = (parsing.addresses(block, "Original-Rcpt-To", "Removal-Recipient") for block in _feedback(message))
    return frozenset(address for each in named for address in each if not is_hidden(address))


def is_hidden(address: str) -> bool:
    return bool(_HIDDEN.search(address.rpartition("@")[0]))


def _feedback(message: Message) -> Iterator[Message]:
    return (_block(part) for part in parsing.parts(message) if part.get_content_type() == "message/feedback-report")


def _writer(message: Message) -> str:
    return parsing.sender(message) or parsing.header(message, "From").lower()


def _detected(message: Message) -> tuple[set[str], set[str]]:
    """Delayed and failed addresses. A report that breaks a detector reports nothing."""
    try:
        delayed, failed = all_failures(message)
    except Exception:  # some detectors are as old as the formats they read
        logger.warning("A delivery report could not be read", exc_info=True)
        return set(), set()
    return _texts(delayed), _texts(failed)


def _texts(addresses: frozenset[bytes]) -> set[str]:
    return {address.decode("ascii", "replace").strip(" <>").lower() for address in addresses}


def _fields(message: Message) -> Iterator[Message]:
    """The blocks of the report, one for the mail and one for each recipient."""
    for part in parsing.parts(message):
        if part.get_content_type() == "message/delivery-status":
            inside = part.get_payload()
            yield from (each for each in inside if isinstance(each, Message)) if isinstance(inside, list) else ()


def _status(fields: list[Message]) -> str:
    return next((found for block in fields if (found := status_in(parsing.header(block, "Status")))), "")


def _words(fields: list[Message]) -> str:
    """What the refusing server said."""
    said = (parsing.header(block, "Diagnostic-Code") for block in fields)
    return next((words for words in said if words), "")[:LONGEST_WORDS]


def _said(message: Message) -> str:
    """The line of a report in prose that looks like a server's answer."""
    lines = parsing.body(message)[:20_000].split("\n")
    return next((" ".join(line.split()) for line in lines if status_in(line)), "")[:LONGEST_WORDS]


def status_in(text: str) -> str:
    """The first enhanced status code in a server's words, "" when there is none."""
    found = _STATUS.search(text)
    return found[1] if found else ""


def _block(part: Message) -> Message:
    """The fields of a message/* part, whichever way the parser took it apart."""
    inside = part.get_payload()
    if isinstance(inside, list) and inside and isinstance(inside[0], Message):
        return inside[0]
    return parsing.parse(parsing.payload(part))
