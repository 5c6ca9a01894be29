"""Reminders without Celery or broker: plan, hand over, send. For cron, and for whoever wants to watch."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from companies.common import clock
from companies.mail import outbox
from companies.outreach.sweep import Sweep, sweep


class Command(BaseCommand):
    help = "`outreach tick`: plans reminders, hands over what is due and sends the mail that waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["tick"])
        parser.add_argument("--json", action="store_true", help="print one object for scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        done = sweep(at=at)
        mail = outbox.deliver_due(at=at)
        report = describe(done) | {"mail": dict(mail.done), "paused": mail.paused}
        self.stdout.write(json.dumps(report) if options["json"] else readable(report))


def describe(done: Sweep) -> dict[str, Any]:
    """One object: per kind what was planned, posted, suppressed, and the error if one was met."""
    kinds = {
        run.kind: {"planned": run.planned, "posted": run.posted, "suppressed": run.suppressed, "error": run.error}
        for run in done.runs
    }
    return {"at": done.at.isoformat(), "kinds": kinds}


def readable(report: dict[str, Any]) -> str:
    lines = [
        f"{kind}: {each['planned']} planned, {each['posted']} handed over, {each['suppressed']} held back"
        + (f", ERROR {each['error']}" if each["error"] else "")
        for kind, each in report["kinds"].items()
    ]
    mail = ", ".join(f"{count} {state}" for state, count in report["mail"].items()) or "nothing to send"
    return "\n".join([*lines, f"mail: {mail}" + (f", paused: {report['paused']}" if report["paused"] else "")])
