"""Messages that were withdrawn although a line of theirs is still wanted: it is posted anew.

Either several lines shared one message and one of them was not wanted; or the address was corrected, or somebody else
became the company's main contact, while the message waited.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q

from companies.mail import outbox
from companies.outreach import guards
from companies.outreach.enums import ReminderState
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Reminder
from companies.registry.enums import GONE

_MISDIRECTED: Final = (
    ~Q(contact__email__iexact=F("message__to_email")) | Q(contact__primary=False) | Q(contact__access__in=GONE)
)
BACK: Final = timedelta(days=7)
"""How far back is looked: a message is given up within days."""


def pull(now: Now, courtesy: timedelta) -> int:
    """How many lines went back. The planner then ends, with its reason, the one that is not wanted. Safe to repeat."""
    lost = Reminder.objects.filter(state=ReminderState.POSTED, ended_at__gte=now.at - BACK, message__state="withdrawn")
    withdrawn = lost.filter(message__last_error=guards.GONE).values("message_id")
    found = withdrawn.annotate(lines=Count("pk"), misdirected=Count("pk", filter=_MISDIRECTED))
    back = found.filter(Q(lines__gt=1) | Q(misdirected__gt=0)).values_list("message_id", flat=True)
    return sum(_return(message, now, courtesy) for message in back)


@transaction.atomic
def _return(message: UUID, now: Now, courtesy: timedelta) -> int:
    outbox.uncount(message, courtesy=courtesy)
    lines = Reminder.objects.filter(message=message, state=ReminderState.POSTED)
    return lines.update(state=ReminderState.PLANNED, message=None, link=None, ended_at=None, due_at=now.at)
