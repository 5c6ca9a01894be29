"""Reminders without Celery or broker: read, plan, hand over, send, count. For cron, and for whoever wants to watch."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from companies.common import clock
from companies.outreach.ticking import described, readable, tick


class Command(BaseCommand):
    help = (
        "`outreach tick`: reads the mailbox, plans reminders and hands over what is due, sends the mail that waits, "
        "and counts the ledger once a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["tick"])
        parser.add_argument("--json", action="store_true", help="print one object for scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        done = tick(at=clock.now())
        self.stdout.write(json.dumps(described(done)) if options["json"] else readable(done))
        if done.failed:
            raise SystemExit(1)  # so that cron tells somebody
