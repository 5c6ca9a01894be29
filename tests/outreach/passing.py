"""A ladder seen day by day: the sweep runs at chosen instants, and mail really leaves to a sink."""

from datetime import date, datetime, time, timedelta

import time_machine

from companies.cases import actions as cases
from companies.cases.enums import Status
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import outbox
from companies.outreach.sweep import sweep
from tests.support import making

MONDAY = date(2026, 11, 30)
"""A Monday in an open programme year; day 0 of every ladder here. Day 32, a Friday, is the first holiday after it."""


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """`hour` in Casablanca, `day` days after that Monday."""
    return clock.instant(MONDAY + timedelta(days=day), time(hour, minute))


def invited(*, day=0, **fields):
    """A company invited by mail at ten, on day 0 unless said otherwise."""
    case = making.case(**fields)
    case.channel = "mail"
    case.save(update_fields=["channel"])
    return cases.move(case, Status.INVITED, by=SYSTEM, at=at(day))


def drafting(**fields):
    """A company that started its application on day 0 at ten."""
    case = invited(**fields)
    cases.move(case, Status.DRAFT, by=SYSTEM, at=at(0))
    cases.note_sign(case, at=at(0))
    return case


class Days:
    """Lets days pass: each sweep is followed by a delivery, as the beat's two ticks do."""

    def __init__(self, smtp):
        self.smtp = smtp

    def sweep(self, instant):
        with time_machine.travel(instant, tick=False):
            result = sweep(at=instant)
            outbox.deliver_due(at=instant)
        return result

    def through(self, first, last, hours=(9, 17)):
        for day in range(first, last + 1):
            for hour in hours:
                self.sweep(at(day, hour))

    @property
    def subjects(self):
        return [str(each.message["Subject"]) for each in self.smtp.accepted]
