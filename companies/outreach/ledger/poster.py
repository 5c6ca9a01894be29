"""From the ledger to the outbox or to the officer: each due line in a transaction of its own.

The line is locked, asked once more whether it is still wanted, held against the cap per person, then ended:
message, link and "posted" are written together or not at all. One that fails is put off and stops no other; after
some failures it is a dead letter, ended where everybody sees it, and the officer's.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from companies.common.faults import fault
from companies.outreach.enums import End, ReminderState
from companies.outreach.kinds import KINDS
from companies.outreach.ledger.due import Due, Shift, letter_for, locked, shift
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Reminder
from companies.reference.models import Site

__all__ = ["Due", "Posted", "letter_for", "post", "post_due"]

logger = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 1000
AFTER_A_FAILURE: Final = timedelta(minutes=15)
MOST_FAILURES: Final = 5


@dataclass
class Posted:
    """What became of due lines, by kind and state; what failed, by kind; why lines were held back, by kind."""

    done: Counter[tuple[str, str]] = field(default_factory=Counter)
    errors: dict[str, str] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)


def post_due(now: Now, site: Site) -> Posted:
    """Hand over what is due. Outside office hours everything moves to the next opening instead."""
    result, open_now = Posted(), shift(now, site)
    opening = open_now.hours.held_until(now.at)
    if opening:
        Reminder.objects.due(at=now.at).update(due_at=opening)
        return result
    due = Reminder.objects.due(at=now.at).filter(kind__in=KINDS).order_by("due_at", "id")
    for pk, kind in due.values_list("pk", "kind")[:MOST_AT_ONCE]:
        try:
            lines = _post(pk, open_now)
        except Exception as error:  # one failing case never stops the others
            logger.exception("Reminder %s could not be handed over", pk)
            result.errors[kind] = f"{pk}: {type(error).__name__}: {error}"[:500]
            result.failed[kind] += 1
            lines = _put_off(pk, open_now)
        for line in lines:
            result.done[line.reminder.kind, line.state] += 1
            result.reasons.update([(line.reminder.kind, line.reason)] if line.reason else [])
    return result


def post(pk: int, now: Now, site: Site) -> str:
    """End one due line; the state it came to, "planned" when it was moved or somebody else has it."""
    ended = _post(pk, shift(now, site))
    return next((line.state for line in ended if line.reminder.pk == pk), ReminderState.PLANNED)


def _post(pk: int, open_now: Shift) -> list[Due]:
    """The line, and those that left with it in one message; nothing when somebody else has it."""
    with transaction.atomic():
        found = locked(Reminder.objects.due(at=open_now.now.at).filter(pk=pk)).first()
        if found is None:
            return []
        line = Due(found, open_now)
        ended = line.end()
        fault("post_before_commit")
    fault("post_after_commit")
    return ended


def _put_off(pk: int, open_now: Shift) -> list[Due]:
    """Try again a little later; a line that failed too often ends, and the officer calls."""
    waiting = Reminder.objects.planned().filter(pk=pk)
    waiting.update(due_at=open_now.now.at + AFTER_A_FAILURE, failures=F("failures") + 1)
    if not waiting.filter(failures__gte=MOST_FAILURES).exists():
        return []
    try:
        with transaction.atomic():
            found = locked(waiting).first()
            return Due(found, open_now).give_up() if found else []
    except Exception:  # the last resort: the line ends visibly, as failed, and is logged
        logger.exception("Reminder %s could not even be given up", pk)
        waiting.update(state=ReminderState.SUPPRESSED, reason=End.FAILED, ended_at=open_now.now.at)
        return []
