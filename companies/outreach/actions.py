from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.outreach.enums import End, ReminderState
from companies.outreach.models import Reminder


class AlreadyEnded(Refusal):
    """The reminder has left, or was ended otherwise."""


@transaction.atomic
def cancel(reminder: Reminder, *, by: Actor, at: datetime) -> Reminder:
    """An officer holds one planned reminder back; it is not planned again in this round. Raises AlreadyEnded."""
    ended = (
        Reminder.objects.planned()
        .filter(pk=reminder.pk)
        .update(state=ReminderState.CANCELLED, reason=End.BY_HAND, ended_at=at)
    )
    if not ended:
        raise AlreadyEnded(_("This reminder has already left or was cancelled."))
    reminder.state, reminder.reason, reminder.ended_at = ReminderState.CANCELLED, End.BY_HAND, at
    journal.record(
        "reminder.cancelled",
        reminder,
        by=by,
        at=at,
        stream=f"case:{reminder.case_id}",
        kind=reminder.kind,
        rung=reminder.rung,
    )
    return reminder
