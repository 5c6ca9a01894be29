"""What an answer of the mail server does to the message's row: noted only by who still holds the lease."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

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
    values = _values(message, claim, outcome)
    if outcome.fate == Fate.REFUSED:
        with transaction.atomic():
            _write(values)
            addresses.refused(message, outcome.words)
    else:
        _write(values)
    return MessageState(values["state"])


@contextmanager
def noting(message: Message, claim: Claim, outcome: Outcome) -> Iterator[None]:
    """Have the database note an acceptance while the block does something else; noted at its end, or Overtaken.

    The block asks the database for nothing. Once it has begun, the note no longer needs us to live.
    """
    if _pooled() or not psycopg.Pipeline.is_supported():
        note(message, claim, outcome)
        yield
        return
    with _cursor() as cursor:
        with connection.wrap_database_errors, connection.connection.pipeline() as pipeline:
            cursor.execute(_NOTE, _values(message, claim, outcome))
            pipeline.sync()
            yield
        _check(cursor, message.pk)


def _values(message: Message, claim: Claim, outcome: Outcome) -> dict[str, Any]:
    attempts = message.attempts + (0 if claim.counted else 1)
    return {
        "id": message.pk,
        "token": claim.token,
        "state": _state(message, attempts, outcome.fate).value,
        "attempts": attempts,
        "code": outcome.code,
        "words": outcome.words,
        "wait": relay.backoff(attempts),
    }


class _Prepared(psycopg.Cursor[Any]):
    """A cursor whose statements the database parses and plans once per connection."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Prepared":
        return super().execute(query, params, prepare=True)


def _pooled() -> bool:
    """Behind a pooler, which may know no prepared statements, as Django's setting says."""
    return bool(connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))


def _cursor() -> CursorWrapper:
    """A cursor that prepares where it may, seen by Django like any other."""
    connection.ensure_connection()
    if _pooled():
        return connection.cursor()
    plain: Any = _Prepared(connection.connection)
    return connection.make_debug_cursor(plain) if connection.queries_logged else connection.make_cursor(plain)


def _write(values: dict[str, Any]) -> None:
    """Raises Overtaken."""
    with _cursor() as cursor:
        cursor.execute(_NOTE, values)
        _check(cursor, values["id"])


def _check(cursor: CursorWrapper, pk: UUID) -> None:
    if cursor.rowcount == 0:
        raise Overtaken(pk)


def _state(message: Message, attempts: int, fate: Fate) -> MessageState:
    if fate == Fate.ACCEPTED:
        return MessageState.SENT
    if fate in (Fate.REFUSED, Fate.REJECTED):
        return MessageState.DEAD
    last = attempts > len(settings.MAIL_BACKOFF)
    if fate == Fate.UNKNOWN and (last or not message.essential):
        return MessageState.UNCERTAIN
    return MessageState.DEAD if last else MessageState.QUEUED
