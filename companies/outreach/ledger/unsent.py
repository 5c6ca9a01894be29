"""Reminders whose message never left, with no fault of the address: brought back into the ledger as a call."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from companies.mail import queries as mail
from companies.outreach import hours
from companies.outreach.enums import ReminderState
from companies.outreach.kinds import Kind
from companies.outreach.ledger import deadlines, shared
from companies.outreach.ledger.due import Due, locked, shift
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Reminder

BACK: Final = timedelta(days=30)
"""How far back is looked; a message ends, one way or another, within days."""


def pull(kind: Kind, now: Now) -> int:
    """A mail server that was away for days costs no company its rung; how many there were. Safe to repeat."""
    shared.pull(now, deadlines.courtesy())
    ids = mail.unsent(since=now.at - BACK)
    lost = Reminder.objects.filter(message__in=ids, kind=kind.key, state=ReminderState.POSTED)
    return sum(_bring_back(pk, now) for pk in lost.order_by("id").values_list("pk", flat=True))


@transaction.atomic
def _bring_back(pk: int, now: Now) -> bool:
    found = locked(Reminder.objects.filter(pk=pk, state=ReminderState.POSTED)).first()
    if found:
        Due(found, shift(now, hours.the_site())).give_up_message()
    return found is not None
