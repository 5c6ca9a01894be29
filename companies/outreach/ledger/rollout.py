"""A rule that has just begun cannot flood anybody: on its first days at most so many of its lines leave a day.

Its first days last until the evening of a working day on which a sweep ran and fewer left than were allowed: what had
piled up is gone then. The rest moves, in its order, to the next working day's opening.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from companies.common import clock
from companies.outreach.enums import ReminderState
from companies.outreach.hours import Hours
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Policy, Reminder, Run

Young = dict[tuple[str, int], Policy]
"""Rules in their first days, by kind and rung."""

LONGEST: Final = timedelta(days=60)


def young(rules: Iterable[Policy], now: Now, hours: Hours) -> Young:
    """Those of the rules in force that are in their first days; some statements for each of the last two months."""
    recent = [rule for rule in rules if rule.valid_from > now.today - LONGEST]
    return {(rule.kind, rule.rung): rule for rule in recent if not _settled(rule, now, hours)}


def is_full(rule: Policy, now: Now) -> bool:
    """Whether as many have left today as may. Waits for others who are asking: two posters never exceed it together."""
    Policy.objects.select_for_update().get(pk=rule.pk)
    return _left_on(rule, now.today) >= rule.first_day


def next_day(now: Now, hours: Hours) -> datetime:
    """The opening of the next working day."""
    return hours.next_open(clock.start_of(now.today + timedelta(days=1)))


def _settled(rule: Policy, now: Now, hours: Hours) -> bool:
    days = ((now.today - timedelta(days=back)) for back in range(1, (now.today - rule.valid_from).days + 1))
    return any(_was_enough(rule, day) for day in days if hours.is_working(day))


def _was_enough(rule: Policy, day: date) -> bool:
    swept = Run.objects.filter(kind=rule.kind, at__range=(clock.start_of(day), clock.end_of(day)))
    return swept.exists() and _left_on(rule, day) < rule.first_day


def _left_on(rule: Policy, day: date) -> int:
    posted = Reminder.objects.filter(kind=rule.kind, rung=rule.rung, state=ReminderState.POSTED)
    return posted.filter(ended_at__range=(clock.start_of(day), clock.end_of(day))).count()
