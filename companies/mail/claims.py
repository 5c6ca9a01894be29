"""Taking messages for sending: a lease with a token, and at each claim the question whether they are still needed."""

import logging
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from companies.common.faults import fault
from companies.mail import guards
from companies.mail.enums import AddressState, MessageState
from companies.mail.models import Address, Message
from companies.mail.queries import TOO_LATE

logger = logging.getLogger(__name__)

ADDRESS: Final = "address"
FATAL: Final = "its sender died each time"


@dataclass
class Claim:
    """Messages leased under one token. `counted`: their attempt was counted when they were claimed.

    `found` were due; those that are not among `messages` were ended or put off.
    """

    token: uuid.UUID
    messages: list[Message] = field(default_factory=list)
    counted: bool = False
    withdrawn: Counter[str] = field(default_factory=Counter)
    found: int = 0


def claim(*, at: datetime) -> Claim:
    """A message whose sender died, alone; otherwise a batch of due ones. Refusals of the guards are written down."""
    with transaction.atomic():
        taken = _orphan() or _batch()
        taken.found = len(taken.messages)
        wanted = _still_needed(taken, at)
        _lease(taken, wanted)
        fault("claim_before_commit")
    fault("claim_after_commit")
    return taken


def release(claim: Claim, messages: Sequence[Message]) -> None:
    """Give back, unharmed, messages whose sending never began."""
    if messages:
        mine = Message.objects.filter(pk__in=[m.pk for m in messages], lease_token=claim.token)
        mine.update(**_FREE, attempts=F("attempts") - (1 if claim.counted else 0))


_FREE: Final = {"state": MessageState.QUEUED, "lease_token": None, "lease_until": None}


def _orphan() -> Claim | None:
    """One message whose lease ran out. It may be what killed its sender: it goes alone, and counts beforehand."""
    found = _locked(Message.objects.filter(state=MessageState.LEASED, lease_until__lt=Now()), 1)
    return Claim(uuid.uuid4(), found, counted=True) if found else None


def _batch() -> Claim:
    due = Message.objects.filter(state=MessageState.QUEUED, next_attempt_at__lte=Now())
    return Claim(uuid.uuid4(), _locked(due, settings.MAIL_BATCH))


def _locked(due: QuerySet[Message], most: int) -> list[Message]:
    """Essential ones first. What another sender is claiming is passed over, not waited for."""
    ordered = due.order_by("-essential", "next_attempt_at")
    return list(ordered.select_for_update(skip_locked=True)[:most])


def _lease(claim: Claim, wanted: list[Message]) -> None:
    claim.messages = wanted
    if not wanted:
        return
    changes = {
        "state": MessageState.LEASED,
        "lease_token": claim.token,
        "lease_until": Now() + timedelta(seconds=settings.MAIL_LEASE),
    }
    if claim.counted:
        changes["attempts"] = F("attempts") + 1
        for message in wanted:
            message.attempts += 1
    Message.objects.filter(pk__in=[m.pk for m in wanted]).update(**changes)


# -- still needed? ---------------------------------------------------------------------------


def _still_needed(claim: Claim, at: datetime) -> list[Message]:
    wanted = claim.messages
    if claim.counted:
        wanted = _without_killers(claim, wanted)
    wanted = _end(claim, wanted, {m.pk: TOO_LATE for m in wanted if m.not_after and m.not_after < at})
    wanted = _end(claim, wanted, _closed_addresses(wanted))
    for purpose in sorted({m.purpose for m in wanted}):
        wanted = _asked(claim, wanted, purpose, at)
    return wanted


def _asked(claim: Claim, messages: list[Message], purpose: str, at: datetime) -> list[Message]:
    ids = [m.pk for m in messages if m.purpose == purpose]
    try:
        left = _end(claim, messages, guards.refusals(purpose, ids))
    except guards.Undecided:
        return _put_off(messages, purpose, timedelta(seconds=settings.MAIL_BACKOFF[0]))
    until = guards.held_until(purpose, at)
    return _put_off(left, purpose, until - at) if until else left


def _end(
    claim: Claim,
    messages: list[Message],
    reasons: Mapping[uuid.UUID, str],
    state: MessageState = MessageState.WITHDRAWN,
) -> list[Message]:
    """Write the refused ones down with their reason; the others."""
    for reason in sorted(set(reasons.values())):
        ids = [m.pk for m in messages if reasons.get(m.pk) == reason]
        _end_all(ids, reason, state)
        claim.withdrawn[state] += len(ids)
    return [m for m in messages if m.pk not in reasons]


def _end_all(ids: Iterable[uuid.UUID], reason: str, state: MessageState) -> None:
    rows = Message.objects.filter(pk__in=list(ids))
    rows.update(**_FREE | {"state": state, "last_error": reason})
    rows.filter(secret=True).update(text="", html="")


def _put_off(messages: list[Message], purpose: str, wait: timedelta) -> list[Message]:
    ids = [m.pk for m in messages if m.purpose == purpose]
    Message.objects.filter(pk__in=ids).update(**_FREE, next_attempt_at=Now() + wait)
    return [m for m in messages if m.purpose != purpose]


def _without_killers(claim: Claim, messages: list[Message]) -> list[Message]:
    last = len(settings.MAIL_BACKOFF) + 1
    return _end(claim, messages, {m.pk: FATAL for m in messages if m.attempts >= last}, MessageState.DEAD)


def _closed_addresses(messages: list[Message]) -> dict[uuid.UUID, str]:
    """Optional mail does not go where mail was refused or not wanted."""
    emails = {m.to_email for m in messages if not m.essential}
    closed = set(
        Address.objects.filter(email__in=emails).exclude(state=AddressState.OK).values_list("email", flat=True)
    )
    return {m.pk: ADDRESS for m in messages if not m.essential and m.to_email in closed}
