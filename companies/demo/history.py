"""Plays the demonstration's year, day by day, up to yesterday evening: today is left to whoever looks at it.

Each morning the reminders are swept, then companies and offices act, and the mail leaves minutes after it was written:
the same code as in the running site, given an earlier `at`. Only the days are made up, not what follows from them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction

from companies.demo.agenda import Agenda, Deed
from companies.demo.correspondents import Correspondents
from companies.demo.offices import Office
from companies.mail import outbox
from companies.outreach.sweep import sweep

CALLS_FROM: Final = timedelta(hours=1)
ANSWERS_FROM: Final = timedelta(hours=2)
LEAVES_AFTER: Final = timedelta(minutes=2)
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
            for deed, at in self._deeds(day):
                with transaction.atomic():
                    deed(at)
                self._deliver(at + LEAVES_AFTER)

    def _deeds(self, day: int) -> Iterator[tuple[Deed, datetime]]:
        working, morning = self.agenda.is_working(day), self.agenda.begin(day)
        if working:
            yield _sweep, morning
        yield from self.agenda.play(day)
        if working:
            for office in self.offices:
                yield office.work, morning + CALLS_FROM
        days_left = self.agenda.length - day
        yield lambda at: self.correspondents.answer(at, days_left=days_left), morning + ANSWERS_FROM

    def _deliver(self, at: datetime) -> None:
        if self.mail_leaves:
            tally = outbox.deliver_due(at=at)
            self.mail_leaves = not tally.paused
            self.sent += tally.done["sent"]


def _sweep(at: datetime) -> None:
    sweep(at=at)
