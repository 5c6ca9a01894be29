"""What a mail provider's hook tells of a message of ours, in the words of `anymail`'s events; noted like a report."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from companies.mail.enums import MessageState, ReceivedKind
from companies.mail.inbound import matching, noting, parsing, reports
from companies.mail.models import Message, Received

KINDS: Final = {
    "bounced": ReceivedKind.BOUNCE,
    "rejected": ReceivedKind.BOUNCE,
    "failed": ReceivedKind.BOUNCE,
    "deferred": ReceivedKind.DELAY,
    "complained": ReceivedKind.COMPLAINT,
    "autoresponded": ReceivedKind.AUTOMATIC,
}
OF_ADDRESS: Final = frozenset({"bounced", "invalid"})
"""Reasons that speak of the address; the others are policy, time, or a list the provider keeps."""
POLICY: Final = "5.7.0"
BACK: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `name` tells it from every other; `about` is all the provider sent, searched for our id."""

    name: str
    event: str
    recipient: str
    reason: str
    words: str
    about: object


def tell(told: Told, *, at: datetime) -> ReceivedKind | None:
    kind = KINDS.get(told.event)
    message = _message(told, at) if kind else None
    if kind is None or message is None:
        return None
    words = parsing.clean(told.words)[: reports.LONGEST_WORDS]
    row = Received(
        message_id=parsing.clean(told.name)[: noting.LONGEST_ID],
        kind=kind,
        text=words,
        answers=message,
        stream=message.stream,
        status=_status(told, words),
        at=at,
    )
    return kind if noting.note(row, frozenset(filter(None, [told.recipient.lower()]))) else None


def _message(told: Told, at: datetime) -> Message | None:
    """By our id; providers that replace it name the receiver, to whom the newest mail that left is meant."""
    message = matching.by_text(json.dumps(told.about, default=str))
    if message:
        return message
    left = (MessageState.SENT, MessageState.UNCERTAIN)
    sent = Message.objects.filter(to_email=told.recipient.lower(), state__in=left, posted_at__gte=at - BACK)
    return sent.order_by("-posted_at", "-pk").first()


def _status(told: Told, words: str) -> str:
    """The server's, else what the provider's reason comes to."""
    found = reports.status_in(words)
    if found or KINDS.get(told.event) != ReceivedKind.BOUNCE or told.reason in OF_ADDRESS:
        return found
    return POLICY
