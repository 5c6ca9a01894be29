"""`manage.py messages`: bring the catalogues up to date, or only say what they lack."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from exportprogram.quality import messages


class Command(BaseCommand):
    help = "Update the message catalogues from the sources; with --check, only report what is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail when something is missing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        extracted = messages.extract()
        if extracted is None:
            self.stderr.write("GNU gettext is not installed: only the catalogues themselves were looked at.")
        elif not check:
            for line in messages.update(extracted):
                self.stdout.write(line)
        found = messages.complaints(extracted)
        for line in found:
            self.stderr.write(line)
        if found:
            sys.exit(f"{len(found)} messages to put right")
        self.stdout.write("The catalogues are complete.")
