"""Messages of several lines that were withdrawn for one of them: the others are posted anew."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from companies.mail import outbox
from companies.outreach import guards
from companies.outreach.enums import ReminderState
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Reminder

BACK: Final = timedelta(days=7)
"""How far back is looked: a message is given up within days."""


def pull(now: Now, courtesy: timedelta) -> int:
    """How many lines went back. The planner then ends, with its reason, the one that is not wanted. Safe to repeat."""
    lost = Reminder.objects.filter(state=ReminderState.POSTED, ended_at__gte=now.at - BACK, message__state="withdrawn")
    several = lost.filter(message__last_error=guards.GONE).values("message_id").annotate(lines=Count("pk"))
    return sum(
        _return(message, now, courtesy) for message in several.filter(lines__gt=1).values_list("message_id", flat=True)
    )


@transaction.atomic
def _return(message: UUID, now: Now, courtesy: timedelta) -> int:
    outbox.uncount(message, courtesy=courtesy)
    lines = Reminder.objects.filter(message=message, state=ReminderState.POSTED)
    return lines.update(state=ReminderState.PLANNED, message=None, link=None, ended_at=None, due_at=now.at)
