"""Taking messages for sending: a lease with a token, and at each claim the question whether they are still needed."""

import logging
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from companies.common.faults import fault
from companies.mail import guards
from companies.mail.enums import MessageState
from companies.mail.models import Message
from companies.mail.queries import FATAL, TOO_LATE

logger = logging.getLogger(__name__)

ADDRESS: Final = "address"


@dataclass
class Claim:
    """Messages leased under one token. `counted`: their attempt was counted when they were claimed.

    `at` is the business instant of the claim, for people to read; the lease is on the database's clock.
    `found` were due; those that are not among `messages` were ended or put off, or are `undecided`: their guard failed.
    """

    token: uuid.UUID
    at: datetime
    messages: list[Message] = field(default_factory=list)
    undecided: list[Message] = field(default_factory=list)
    counted: bool = False
    withdrawn: Counter[str] = field(default_factory=Counter)
    found: int = 0


_CLAIM: Final = """
WITH orphan AS MATERIALIZED (
    SELECT id FROM mail_message WHERE state = 'leased' AND lease_until < statement_timestamp()
    ORDER BY lease_until LIMIT 1 FOR UPDATE SKIP LOCKED
), urgent AS MATERIALIZED (
    SELECT id FROM mail_message WHERE state = 'queued' AND essential AND next_attempt_at <= statement_timestamp()
        AND NOT EXISTS (SELECT FROM orphan)
    ORDER BY next_attempt_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), others AS MATERIALIZED (
    SELECT id FROM mail_message WHERE state = 'queued' AND NOT essential AND next_attempt_at <= statement_timestamp()
        AND NOT EXISTS (SELECT FROM orphan)
    ORDER BY next_attempt_at LIMIT %(batch)s - (SELECT count(*) FROM urgent) FOR UPDATE SKIP LOCKED
)
UPDATE mail_message SET state = 'leased', lease_token = %(token)s, lease_until = statement_timestamp() + %(lease)s,
    attempts = attempts + CASE WHEN state = 'leased' THEN 1 ELSE 0 END
WHERE id = ANY (ARRAY(TABLE orphan UNION ALL TABLE urgent UNION ALL TABLE others))
RETURNING *, EXISTS (SELECT FROM orphan) AS counted, NOT essential AND EXISTS (
    SELECT FROM mail_address WHERE email = to_email AND mail_address.state <> 'ok'
) AS closed
"""
"""One statement, its own transaction. A message whose lease ran out may be what killed its sender: it goes alone, and
counts beforehand. Otherwise a batch of due ones, essential ones first; what another sender claims is passed over."""


def claim(*, at: datetime, holds: guards.Holds | None = None) -> Claim:
    """Lease what is due, then ask whether it is still needed. Refusals of the guards are written down.

    `holds` are those of `at`, where several claims share them.

    The lease comes first: a guard that kills its sender, or a message too large to be read, is found out like any
    other poison.
    """
    fault("claim_before_commit")
    token = uuid.uuid4()
    lease = timedelta(seconds=settings.MAIL_LEASE)
    found = list(Message.objects.raw(_CLAIM, {"batch": settings.MAIL_BATCH, "token": token, "lease": lease}))
    fault("claim_after_commit")
    found.sort(key=lambda message: (not message.essential, message.next_attempt_at))
    taken = Claim(token, at, found, counted=any(vars(message)["counted"] for message in found), found=len(found))
    taken.messages = _still_needed(taken, at, holds or guards.Holds(at))
    return taken


def release(claim: Claim, messages: Collection[Message]) -> None:
    """Give back, unharmed, messages whose sending never began."""
    if messages:
        _mine(claim, messages).update(**_FREE, attempts=_uncounted(claim))


_FREE: Final = {"state": MessageState.QUEUED, "lease_token": None, "lease_until": None}


def _mine(claim: Claim, messages: Iterable[Message]) -> QuerySet[Message]:
    return Message.objects.filter(pk__in=[message.pk for message in messages], lease_token=claim.token)


# -- still needed? ---------------------------------------------------------------------------


def _still_needed(claim: Claim, at: datetime, holds: guards.Holds) -> list[Message]:
    wanted = claim.messages
    if claim.counted:
        wanted = _without_killers(claim, wanted)
    wanted = _end(claim, wanted, {m.pk: TOO_LATE for m in wanted if m.not_after and m.not_after < at})
    # Optional mail does not go where mail was refused or not wanted.
    wanted = _end(claim, wanted, {m.pk: ADDRESS for m in wanted if vars(m)["closed"]})
    refused, failed = guards.refusals({m.pk: m.purpose for m in wanted})
    claim.undecided = [m for m in wanted if m.pk in failed]
    wanted = [m for m in _end(claim, wanted, refused) if m.pk not in failed]
    until = {purpose: holds.until(purpose) for purpose in {m.purpose for m in wanted}}
    return _put_off(claim, wanted, {purpose: instant for purpose, instant in until.items() if instant}, at)


def _end(
    claim: Claim,
    messages: list[Message],
    reasons: Mapping[uuid.UUID, str],
    state: MessageState = MessageState.WITHDRAWN,
) -> list[Message]:
    """Write the refused ones down with their reason; the others."""
    empty = Value("", output_field=TextField())
    blanked = {name: Case(When(secret=True, then=empty), default=F(name)) for name in ("text", "html")}
    for reason in sorted(set(reasons.values())):
        refused = [m for m in messages if reasons.get(m.pk) == reason]
        changes = _FREE | {"state": state, "last_error": reason, "attempts": _uncounted(claim)}
        claim.withdrawn[state] += _mine(claim, refused).update(**changes, **blanked)
    return [m for m in messages if m.pk not in reasons]


def _put_off(claim: Claim, messages: list[Message], until: Mapping[str, datetime], at: datetime) -> list[Message]:
    """Those of held purposes wait, as long as the business clock says; the others."""
    for purpose, instant in until.items():
        later = [m for m in messages if m.purpose == purpose]
        changes = _FREE | {"next_attempt_at": Now() + (instant - at), "attempts": _uncounted(claim)}
        _mine(claim, later).update(**changes)
    return [m for m in messages if m.purpose not in until]


def _uncounted(claim: Claim) -> Combinable:
    return F("attempts") - (1 if claim.counted else 0)


def _without_killers(claim: Claim, messages: list[Message]) -> list[Message]:
    """An orphan's attempts count the one that would begin now."""
    most = len(settings.MAIL_BACKOFF) + 1
    return _end(claim, messages, {m.pk: FATAL for m in messages if m.attempts > most}, MessageState.DEAD)
