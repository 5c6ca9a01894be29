"""See time pass: the demonstration's clock moves on day by day, and each day the same sweep runs as in real life."""

from argparse import ArgumentParser
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from companies.common import clock
from companies.common.refusals import Refusal
from companies.mail import outbox
from companies.outreach import hours
from companies.outreach.seen.reconciling import reconcile
from companies.outreach.sweep import sweep


class Command(BaseCommand):
    help = "Moves the demonstration's clock ahead by N days; each day's reminders leave as they would."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("Give a number of days, at least 1.")
        for _n in range(options["days"]):
            before = clock.now()
            try:
                clock.advance(1)
            except Refusal as refusal:
                raise CommandError(str(refusal.message)) from refusal
            with outbox.unannounced():
                self._live(before, clock.now())

    def _live(self, before: datetime, now: datetime) -> None:
        """The sweeps of the hours gone by, and one now."""
        posted, sent = 0, Counter[str]()
        for at in [*moments(before, now), now]:
            posted += sweep(at=at).posted
            sent.update(outbox.deliver_due(at=at).done)
            reconcile(at=at)
        mail = ", ".join(f"{count} {state}" for state, count in sorted(sent.items())) or "no mail"
        self.stdout.write(
            f"{clock.local(now):%Y-%m-%d %H:%M}: {posted} reminders, tasks and digests made; mail: {mail}"
        )


def moments(before: datetime, now: datetime) -> list[datetime]:
    """When mail may first and last have left in the office hours between the two instants."""
    days = (clock.local_day(now) - clock.local_day(before)).days + 1
    spans = hours.current().windows(clock.local_day(before), days)
    edges = (at for opens, closes in spans for at in (opens, closes - timedelta(minutes=1)))
    return [at for at in edges if before < at <= now]
