"""Where a message is posted: a row in the caller's transaction. It leaves later, by `delivery`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from companies.journal.actors import Actor
from companies.mail import addresses, delivery, relay, resending
from companies.mail.enums import AddressState
from companies.mail.inbound import reading
from companies.mail.models import Address, Message
from companies.mail.tasks import hint

if TYPE_CHECKING:
    from companies.mail.wording import Content

_announces = True
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the way of an optional message to an address. `last_sent_at` is on the business clock."""

    pk: int
    state: AddressState
    last_sent_at: datetime | None

    @property
    def takes_mail(self) -> bool:
        return self.state == AddressState.OK


def post(
    *,
    purpose: str,
    to: str,
    language: str,
    content: "Content",
    stream: str = "",
    essential: bool = False,
    not_after: datetime | None = None,
    from_email: str = "",
    reply_to: str = "",
    secret: bool = False,
    unsubscribe: str = "",
    at: datetime,
) -> Message:
    """Put a message in the outbox; it exists if and only if the caller's transaction commits.

    `purpose` names whom to ask whether it is still needed (`guards`); `stream` files it ("case:17").
    `essential` ones leave whatever the address said, and are repeated when their fate is unknown; optional
    ones count for the cap per person. `secret` texts are blanked once accepted. `unsubscribe` is an address that
    takes a POST and ends this mail (RFC 8058).
    """
    message = Message.objects.create(
        purpose=purpose,
        stream=stream,
        to_email=_header(to).lower(),
        language=language,
        from_email=_header(from_email),
        reply_to=_header(reply_to),
        subject=_header(content.subject)[:300],
        text=content.text,
        html=content.html,
        essential=essential,
        secret=secret,
        unsubscribe=unsubscribe,
        posted_at=at,
        not_after=not_after,
    )
    if not essential:
        _note_sent(message.to_email, at)
    _hint_once()
    return message


def resend(message: Message, *, by: Actor, at: datetime) -> Message:
    """Somebody wants a dead or uncertain message sent again. Raises `resending.CannotResend`, a Refusal."""
    row = resending.resend(message, by=by, at=at)
    if not row.essential:
        _note_sent(row.to_email, at)
    _hint_once()
    return row


def mark_seen(message: Message, *, by: Actor, at: datetime) -> None:
    """Somebody has seen that a message is dead or uncertain; sent again, it would be news once more."""
    resending.see(message, by=by, at=at)


def standing(email: str) -> Standing:
    """The address's row, made if missing and locked until the transaction ends: two posters cannot both pass a cap."""
    Address.objects.bulk_create([Address(email=email.lower())], ignore_conflicts=True)
    row = Address.objects.select_for_update().get(email=email.lower())
    return Standing(row.pk, AddressState(row.state), row.last_sent_at)


def set_right(email: str, *, at: datetime) -> None:
    """A person says that the address is good again (corrected, mailbox emptied): mail may leave to it."""
    Address.objects.filter(email=email.lower()).update(state=AddressState.OK, reason="", changed_at=at)


def suppress(email: str, *, at: datetime, reason: str = "") -> bool:
    """The person asked for no optional mail (`reason`: by which way); essential messages still reach them.

    False where none left before either: who reported our mail as unwanted stays known for it.
    """
    return addresses.suppress(email, reason, at)


def allow(email: str, *, at: datetime) -> None:
    """The person asks for optional mail again; an address that was refused before they asked for none still is."""
    addresses.allow(email, at)


def uncount(message: UUID, *, courtesy: timedelta) -> None:
    """A message that never left does not count for the cap: the one before it, `courtesy` earlier or more, does."""
    posted = Message.objects.filter(pk=message).values_list("to_email", "posted_at").first()
    if posted:
        email, at = posted
        Address.objects.filter(email=email, last_sent_at=at).update(last_sent_at=at - courtesy)


def end_pause() -> None:
    """Somebody says that the mail server is well again: the next sender tries at once, with one message."""
    relay.end_pause()


def deliver_due(*, at: datetime, seconds: float = 50) -> delivery.Tally:
    """Send what is due now, without Celery; for commands and the demonstration."""
    return delivery.deliver(at=at, seconds=seconds)


def read_mailbox(*, at: datetime) -> reading.Looked:
    """Note what has come in, without Celery; nothing where no mailbox is configured."""
    return reading.read(at=at)


@contextmanager
def unannounced() -> Iterator[None]:
    """What is posted inside wakes no sender: the caller sends it, at an instant other than the clock's."""
    global _announces
    _announces = False
    try:
        yield
    finally:
        _announces = True


def _header(value: str) -> str:
    """One line: nothing a person typed can add a header."""
    return _CONTROL.sub(" ", value).strip()


def _note_sent(email: str, at: datetime) -> None:
    Address.objects.bulk_create(
        [Address(email=email, last_sent_at=at)],
        update_conflicts=True,
        unique_fields=["email"],
        update_fields=["last_sent_at"],
    )


def _hint_once() -> None:
    """Wake a sender after the commit: one hint for a transaction, however many messages it posts."""
    if _announces and not any(each[1] is hint for each in connection.run_on_commit):
        transaction.on_commit(hint, robust=True)
