"""See time pass: the demonstration's clock moves on day by day, and each day the same sweep runs as in real life."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from companies.common import clock
from companies.common.refusals import Refusal
from companies.mail import outbox
from companies.outreach import hours
from companies.outreach.sweep import sweep

NOON: Final = time(12)


class Command(BaseCommand):
    help = "Moves the demonstration's clock ahead by N days; each day's reminders leave as they would."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("Give a number of days, at least 1.")
        for _n in range(options["days"]):
            try:
                clock.advance(1)
            except Refusal as refusal:
                raise CommandError(str(refusal.message)) from refusal
            self._live(clock.today())

    def _live(self, day: date) -> None:
        """The sweeps of one day, none of them later than the business clock now shows."""
        now, posted, sent = clock.now(), 0, Counter[str]()
        for at in moments(day):
            if at <= now or at == moments(day)[0]:
                posted += sweep(at=min(at, now)).posted
                sent.update(outbox.deliver_due(at=min(at, now)).done)
        mail = ", ".join(f"{count} {state}" for state, count in sorted(sent.items())) or "no mail"
        self.stdout.write(f"{day:%a %d %b %Y}: {posted} reminders handed over; {mail}")


def moments(day: date) -> list[datetime]:
    """When mail may first and last leave on `day`; noon on a day of rest."""
    windows = list(hours.current().windows(day, 1))
    if not windows:
        return [clock.instant(day, NOON)]
    return [windows[0][0], windows[-1][1] - timedelta(minutes=1)]
