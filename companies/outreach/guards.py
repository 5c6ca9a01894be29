"""Is a reminder in the outbox still needed, and may it leave at this hour? Asked at every attempt (ruling 1)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Q

from companies.common import clock
from companies.outreach import hours
from companies.outreach.kinds import KINDS
from companies.outreach.ledger import deadlines, ladder
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Reminder

GONE: Final = "no longer needed"


def still_wanted(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Messages of reminders whose case has answered, moved on, been put off, or has another address meanwhile.

    So are those whose rule was switched off since they were handed over.
    One that several lines share speaks of all of them: when one is needless, it is withdrawn, and the sweep posts the
    others anew (`ledger/shared.py`); so it does for one that went to an address that is not the person's any more.
    """
    lines = Reminder.objects.filter(message__in=ids)
    rows = lines.annotate(right=Q(contact__email__iexact=F("message__to_email")))
    by_kind: dict[str, dict[int, UUID]] = defaultdict(dict)
    gone = set(ids)
    wrong = set()
    for kind, pk, message, right in rows.values_list("kind", "pk", "message_id", "right"):
        by_kind[kind][pk] = message
        gone.discard(message)
        wrong |= set() if right else {message}
    now = ladder.now(clock.now())
    for kind, messages in by_kind.items():
        standing = ladder.standing(KINDS[kind], messages, now) & _in_force(kind, messages, now)
        wrong |= {message for pk, message in messages.items() if pk not in standing}
    return {pk: GONE for pk in ids if pk in gone | wrong}


def _in_force(kind: str, lines: Collection[int], now: Now) -> set[int]:
    """Of the lines, those of rungs that are switched on."""
    rungs = [rule.rung for rule in deadlines.in_force(KINDS[kind], now)]
    return set(Reminder.objects.filter(pk__in=lines, rung__in=rungs).values_list("pk", flat=True))


def hold(at: datetime) -> datetime | None:
    """A message held up by a dead mail server does not leave at night either."""
    return hours.current().held_until(at)
