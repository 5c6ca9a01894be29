"""Plays the demonstration's year, day by day, up to yesterday evening: today is left to whoever looks at it.

Each morning the reminders are swept, then companies and offices act, and in the evening the mail leaves: the same code
as in the running site, given an earlier `at`. Only the days are made up, not what follows from them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction

from companies.demo.agenda import EVENING, Agenda
from companies.demo.correspondents import Correspondents
from companies.demo.offices import Office
from companies.mail import outbox
from companies.outreach.sweep import sweep

CALLS_FROM: Final = timedelta(hours=1)
ANSWERS_FROM: Final = timedelta(hours=2)
SEED: Final = 400


class History:
    """`mail_leaves` turns false when no mail server answers: what is posted then waits in the outbox."""

    def __init__(self, agenda: Agenda, offices: Sequence[Office]) -> None:
        self.agenda, self.offices = agenda, offices
        self.correspondents = Correspondents(offices, Random(SEED))  # noqa: S311 - the same people every time
        self.mail_leaves = True
        self.sent = 0

    def play(self) -> None:
        for day in range(self.agenda.length):
            with transaction.atomic():
                self._day(day)
            self._deliver(self.agenda.begin(day) + EVENING)

    def _day(self, day: int) -> None:
        working, morning = self.agenda.is_working(day), self.agenda.begin(day)
        if working:
            sweep(at=morning)
        for deed, at in self.agenda.play(day):
            deed(at)
        if working:
            for office in self.offices:
                office.work(morning + CALLS_FROM)
        self.correspondents.answer(morning + ANSWERS_FROM, days_left=self.agenda.length - day)

    def _deliver(self, at: datetime) -> None:
        if self.mail_leaves:
            tally = outbox.deliver_due(at=at)
            self.mail_leaves = not tally.paused
            self.sent += tally.done["sent"]
