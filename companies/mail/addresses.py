"""What others say of an address: refused for good, or its owner wants no more of our mail.

Others' words are noted inside the caller's transaction.
"""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from companies.journal import actions as journal
from companies.journal.actors import SYSTEM
from companies.mail.enums import AddressState
from companies.mail.models import Address, Message

LONGEST_REASON: Final = 300
COMPLAINT: Final = "complaint"
"""Why an address is closed whose owner pressed "this is spam"."""
BEFORE: Final = "\n"
"""In the reason of an address whose person wants no mail: what follows is why it was refused before."""

# Told again of what is known, nothing changes: one fault is one task. Who asked for silence keeps it.
_STATE: Final = """
INSERT INTO mail_address (email, state, reason, changed_at)
VALUES (%(email)s, %(state)s, %(reason)s, statement_timestamp())
ON CONFLICT (email) DO UPDATE SET state = excluded.state, reason = excluded.reason, changed_at = excluded.changed_at
WHERE mail_address.state = ANY(%(before)s)
    AND (%(since)s::timestamptz IS NULL OR mail_address.state <> 'ok' OR mail_address.changed_at IS NULL
        OR mail_address.changed_at <= %(since)s)
RETURNING id
"""


def refused(message: Message, words: str, *, at: datetime, since: datetime | None = None) -> None:
    """The address of `message` takes no mail: the officer will get a task to correct it.

    `since` is the business instant from which it was so: an address that somebody has set right later stays right.
    """
    closed = _close(message.to_email, AddressState.BOUNCED, words, since, before=(AddressState.OK,))
    if closed:
        _record("address.refused", closed, message, at)


def complained(message: Message, *, at: datetime) -> None:
    """Its receiver called `message` unwanted: nothing optional is sent there again."""
    before = (AddressState.OK, AddressState.SUPPRESSED)
    closed = _close(message.to_email, AddressState.COMPLAINED, COMPLAINT, None, before=before)
    if closed:
        _record("address.complained", closed, message, at)


@transaction.atomic
def suppress(email: str, reason: str, at: datetime) -> bool:
    """Nothing optional goes there; what a mail server said before is kept. False when none did already."""
    Address.objects.bulk_create([Address(email=email.lower())], ignore_conflicts=True)
    row = Address.objects.select_for_update().get(email=email.lower())
    if row.state not in (AddressState.OK, AddressState.BOUNCED):
        return False
    kept = f"{reason}{BEFORE}{row.reason}" if row.state == AddressState.BOUNCED else reason
    _change(row, AddressState.SUPPRESSED, kept[:LONGEST_REASON], at)
    return True


@transaction.atomic
def allow(email: str, at: datetime) -> None:
    """Back to what it was before its person asked for no mail."""
    row = Address.objects.select_for_update().filter(email=email.lower()).first()
    if row:
        _way, was_refused, words = row.reason.partition(BEFORE)
        _change(row, AddressState.BOUNCED if was_refused else AddressState.OK, words, at)


def _change(row: Address, state: AddressState, reason: str, at: datetime) -> None:
    row.state, row.reason, row.changed_at = state, reason, at
    row.save(update_fields=["state", "reason", "changed_at"])


def _record(verb: str, pk: int, message: Message, at: datetime) -> None:
    journal.record(verb, Address(pk=pk), by=SYSTEM, at=at, stream=message.stream, message=str(message.pk))


def _close(
    email: str, state: AddressState, reason: str, since: datetime | None, *, before: tuple[AddressState, ...]
) -> int | None:
    """The row's number; None when nothing changed."""
    values = {
        "email": email.lower(),
        "state": state.value,
        "reason": reason[:LONGEST_REASON],
        "before": [each.value for each in before],
        "since": since,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATE, values)
        found = cursor.fetchone()
    return found[0] if found else None
