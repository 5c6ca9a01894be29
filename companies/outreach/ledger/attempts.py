"""What was tried to reach a company on one ladder, before more is tried or nothing."""

from collections import Counter
from datetime import date
from typing import Final

from companies.cases.enums import Channel
from companies.common import clock
from companies.mail import queries as mail
from companies.outreach.enums import ReminderState
from companies.outreach.kinds import KINDS
from companies.outreach.models import Reminder

BEFORE_CLOSING: Final = 3
CHANNELS_BEFORE_CLOSING: Final = 2


def days_sent(reminder: Reminder) -> list[date]:
    """Local days of the messages of this ladder that left, the invitation included."""
    kind = KINDS[reminder.kind]
    purposes = [step.slot for step in kind.steps] + (["invitation"] if kind.after_invitation else [])
    return [clock.local_day(each) for each in mail.left(reminder.case.stream, purposes)]


def are_enough(reminder: Reminder) -> bool:
    """Three on two channels: messages that left, calls that were given to somebody, the invitation."""
    lines = Reminder.objects.of_round(reminder).filter(state=ReminderState.POSTED)
    pairs = list(lines.values_list("message_id", "task_id"))
    left = mail.accepted(message for message, _task in pairs if message)
    channels = Counter({"mail": len(left), "call": sum(1 for _message, task in pairs if task)})
    channel = reminder.case.channel
    if KINDS[reminder.kind].after_invitation and channel != Channel.NONE:
        channels[channel] += 1
    used = [channel for channel, count in channels.items() if count]
    return channels.total() >= BEFORE_CLOSING and len(used) >= CHANNELS_BEFORE_CLOSING
