"""The days that end ladders, and what is counted back from them. Local dates are Python's (ruling 6)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from companies.cases.enums import Status, YearState
from companies.cases.models import Move, ProgrammeYear
from companies.common import clock
from companies.enrolment.models import Application, Document
from companies.enrolment.rules import SENT
from companies.outreach.enums import Deadline
from companies.outreach.hours import Hours
from companies.outreach.kinds import Kind
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Policy
from companies.reference.models import Site

LONGEST_COURTESY: Final = 72


def in_force(kind: Kind, now: Now) -> list[Policy]:
    """The newest rule of each rung that applies today, if it is switched on."""
    rules = Policy.objects.filter(kind=kind.key, valid_from__lte=now.today, rung__lte=len(kind.steps))
    newest = rules.order_by("rung", "-valid_from", "-id").distinct("rung")
    return [rule for rule in newest if rule.active]


def days(deadline: Deadline, now: Now) -> list[date]:
    """Every day still to come on which a ladder with such a deadline ends, today included."""
    if deadline == Deadline.CLOSING:
        years = ProgrammeYear.objects.filter(state=YearState.OPEN, closes_on__gte=now.today)
        own = Application.objects.filter(extended_to__gte=now.today, case__year__state=YearState.OPEN)
        found = years.values_list("closes_on").union(own.values_list("extended_to"))
        return sorted(day for (day,) in found)
    if deadline == Deadline.REQUEST:
        asked = Move.objects.filter(to_status=Status.INFORMATION_REQUESTED, due_on__gte=now.today)
        waiting = asked.filter(Q(case__status=Status.INFORMATION_REQUESTED))
        return sorted({day for day in waiting.values_list("due_on", flat=True) if day})
    if deadline == Deadline.DOCUMENT:
        lasting = Document.objects.given().filter(valid_until__gte=now.today, case__status__in=SENT)
        return sorted({day for day in lasting.values_list("valid_until", flat=True) if day})
    return []


def notice_at(deadline: date, days_before: int, hours: Hours) -> datetime:
    """The office opening on that many days before, or the last one before it: a holiday never moves it later."""
    return hours.opening_on_or_before(deadline - timedelta(days=days_before))


def courtesy() -> timedelta:
    found = Site.objects.filter(pk=1).values_list("courtesy_hours", flat=True).first()
    return timedelta(hours=LONGEST_COURTESY if found is None else found)


def quiet_from(closing: date, rules: Iterable[Policy], hours: Hours, rest: timedelta) -> datetime | None:
    """From when on nothing of the kinds that yield leaves, so that the closing notice is not held up by the cap.

    `rules` are the notice's own; None when there will be no notice for that day.
    """
    for rule in rules:
        due = notice_at(closing, rule.wait_days, hours)
        if due >= clock.start_of(rule.valid_from):
            return due - rest
    return None
