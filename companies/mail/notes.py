"""What an answer of the mail server does to the message's row: noted only by who still holds the lease."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from weakref import WeakSet

import psycopg
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

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
    accepted_at = CASE WHEN %(state)s::text = 'sent' THEN %(at)s::timestamptz END,
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
            addresses.refused(message, outcome.words, at=claim.at)
    else:
        _write(values)
    return MessageState(values["state"])


@contextmanager
def noting(message: Message, claim: Claim, outcome: Outcome) -> Iterator[None]:
    """Have the database note an acceptance while the block does something else; noted at its end, or Overtaken.

    The block asks the database for nothing. Once it has begun, the note no longer needs us to live.
    """
    if _pooled():
        note(message, claim, outcome)
        yield
        return
    connection.ensure_connection()
    flight: Any = _Flight(connection.connection.pgconn)
    with connection.make_cursor(flight) as cursor:
        attempts = message.attempts + (not claim.counted)
        cursor.execute(_ACCEPT, [outcome.code, attempts, message.pk, claim.token, claim.at])
        try:
            yield
        finally:
            noted = flight.landed()
        if not noted:
            raise Overtaken(message.pk)


_ACCEPT: Final = """
UPDATE mail_message SET state = 'sent', smtp_code = $1, attempts = $2, last_error = '',
    lease_token = NULL, lease_until = NULL, accepted_at = $5::timestamptz,
    text = CASE WHEN secret THEN '' ELSE text END, html = CASE WHEN secret THEN '' ELSE html END
WHERE id = $3 AND lease_token = $4
"""


class _Flight:
    """A statement handed to the database without waiting for it; to Django a cursor like any other."""

    NAME: Final = b"mail_accept"

    def __init__(self, line: PGconn) -> None:
        self._line = line

    def execute(self, sql: str, params: Sequence[Any]) -> None:
        values = [str(value).encode() for value in params]
        if self._line not in _prepared:
            _check(self._line.prepare(self.NAME, sql.encode()))
            _prepared.add(self._line)
        self._line.send_query_prepared(self.NAME, values)
        self._line.flush()

    def landed(self) -> int:
        """How many rows it changed, once it is committed."""
        result = _check(self._line.get_result())
        while self._line.get_result():
            pass
        return result.command_tuples or 0

    def close(self) -> None:
        pass


_prepared: "WeakSet[PGconn]" = WeakSet()


def _check(result: "PGresult | None") -> PGresult:
    if result is None or result.status != ExecStatus.COMMAND_OK:
        words = result.error_message.decode(errors="replace") if result else "the connection to the database was lost"
        raise OperationalError(words)
    return result


def _values(message: Message, claim: Claim, outcome: Outcome) -> dict[str, Any]:
    attempts = message.attempts + (0 if claim.counted else 1)
    return {
        "id": message.pk,
        "token": claim.token,
        "at": claim.at,
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
