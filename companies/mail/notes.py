"""What an answer of the mail server does to the message's row: noted only by who still holds the lease."""

from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from companies.mail import addresses, relay
from companies.mail.claims import Claim
from companies.mail.enums import MessageState
from companies.mail.models import Message
from companies.mail.verdicts import Fate, Outcome


class Overtaken(Exception):
    """Our lease ran out and somebody else has the claim: what is left of it is no longer ours to send."""


_NOTE: Final = """
UPDATE mail_message SET state = %(state)s::text, attempts = %(attempts)s, smtp_code = %(code)s, last_error = %(words)s,
    lease_token = NULL, lease_until = NULL,
    next_attempt_at = CASE WHEN %(state)s::text = 'queued' THEN statement_timestamp() + %(wait)s::interval
        ELSE next_attempt_at END,
    accepted_at = CASE WHEN %(state)s::text = 'sent' THEN statement_timestamp() END,
    text = CASE WHEN secret AND %(state)s::text <> 'queued' THEN '' ELSE text END,
    html = CASE WHEN secret AND %(state)s::text <> 'queued' THEN '' ELSE html END
WHERE id = %(id)s AND lease_token = %(token)s
"""
"""Written out, and prepared, because it runs once per message: parsing it anew costs as much as running it."""


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
        "wait": relay.backoff(attempts),
    }
    if outcome.fate == Fate.REFUSED:
        with transaction.atomic():
            _write(values)
            addresses.refused(message, outcome.words)
    else:
        _write(values)
    return state


class _Prepared(psycopg.Cursor[Any]):
    """A cursor whose statements the database parses and plans once per connection."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Prepared":
        return super().execute(query, params, prepare=True)


def _cursor() -> CursorWrapper:
    """Django's own cursor, or behind a pooler that knows no prepared statements; otherwise one that prepares."""
    connection.ensure_connection()
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return connection.cursor()
    plain: Any = _Prepared(connection.connection)
    return connection.make_debug_cursor(plain) if connection.queries_logged else connection.make_cursor(plain)


def _write(values: dict[str, Any]) -> None:
    """Raises Overtaken."""
    with _cursor() as cursor:
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
