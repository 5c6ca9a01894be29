"""What was read becomes a row, once, with its consequences in the same transaction."""

import logging
from datetime import datetime, timedelta
from email.message import Message as Mail
from typing import Final

from django.db import IntegrityError, transaction

from companies.mail import addresses
from companies.mail.enums import MessageState, ReceivedKind
from companies.mail.inbound import begun, kinds, matching, parsing
from companies.mail.inbound.kinds import Understood
from companies.mail.models import Message, Received

logger = logging.getLogger(__name__)

LONGEST_ID: Final = 300
KEPT: Final = timedelta(days=90)
"""How long it is remembered what came in; a reply's words live on its file."""
LARGER: Final = "… (> 10 MB)"
"""Stands last among the attachments of a mail that was too large to be read to its end."""


def take(content: bytes, *, at: datetime, cut: bool = False) -> ReceivedKind | None:
    """Note one mail; None when it was noted before. `cut`: these are its first bytes only. Raises InHand."""
    head = _head(content)
    name = name_of(head, content)
    mail, understood = _read(content) if begun.begin(name, at) else _left(head)
    attachments = [*understood.attachments, LARGER] if cut else understood.attachments
    row = Received(
        message_id=name_of(mail, content),
        kind=understood.kind,
        from_email=parsing.sender(mail),
        subject=parsing.header(mail, "Subject")[:300],
        text=understood.text,
        attachments=attachments,
        answers=understood.message,
        stream=understood.stream[:40],
        status=understood.report.status,
        at=at,
    )
    with transaction.atomic():
        begun.end(name)
        return understood.kind if note(row, understood.report.failed) else None


def _head(content: bytes) -> Mail:
    """What names a mail, and tells who wrote: read before the rest, whatever the rest is."""
    try:
        return parsing.head(content)
    except (ValueError, LookupError, TypeError, AttributeError):
        return Mail()


def _left(head: Mail) -> tuple[Mail, Understood]:
    """A mail that stopped each of its readers is noted as unknown, with its sender and subject."""
    logger.error("A mail was begun %s times and never read to its end", begun.TRIES)
    return head, Understood(ReceivedKind.UNKNOWN)


def _read(content: bytes) -> tuple[Mail, Understood]:
    """A mail that breaks its reader is noted as unknown: read again it would break the next one."""
    try:
        mail = parsing.parse(content)
        return mail, kinds.understand(mail, content)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        logger.exception("A mail could not be read")
        return Mail(), Understood(ReceivedKind.UNKNOWN)


def forget(at: datetime) -> None:
    """What is old says nothing any more; a reply that nobody could file waits."""
    old = Received.objects.filter(at__lt=at - KEPT)
    old.exclude(kind=ReceivedKind.REPLY, filed_at__isnull=True).delete()


def name_of(mail: Mail, content: bytes) -> str:
    """What tells this mail from every other."""
    named = parsing.header(mail, "Message-ID")
    return named if named and len(named) <= LONGEST_ID else matching.digest(content)


@transaction.atomic
def note(row: Received, named: frozenset[str] = frozenset()) -> bool:
    """Save `row` with what follows from it for the addresses it names; False, and nothing, when it was noted before."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    if row.answers:
        _follow(row, row.answers, named)
    return True


def _follow(row: Received, message: Message, named: frozenset[str]) -> None:
    """Only what is said of the very address we wrote to counts: a report names whom its writer pleases.

    A complaint may name nobody. One that names somebody else is theirs to whom our mail was forwarded.
    """
    if row.kind == ReceivedKind.BOUNCE and message.to_email in named:
        _came_back(message, row)
    elif row.kind == ReceivedKind.COMPLAINT and (not named or message.to_email in named):
        addresses.complained(message, at=row.at)


def _came_back(message: Message, row: Received) -> None:
    """It did not arrive after all. The address is flagged as at a refusal: not for policy (5.7) or lack of time."""
    words = row.text or row.status
    accepted = Message.objects.filter(pk=message.pk, state__in=(MessageState.SENT, MessageState.UNCERTAIN))
    accepted.update(state=MessageState.DEAD, last_error=words[:500])
    if speaks_of_address(row.status):
        addresses.refused(message, words, since=message.posted_at, at=row.at)


def speaks_of_address(status: str) -> bool:
    """Whether a failure with this status (RFC 3463) is the address's own; a report without one is taken at its word."""
    return not status or (status.startswith("5.") and not status.startswith("5.7."))
