"""`manage.py proportions`: how large modules, functions and templates have become. A report, to think by."""

from typing import Any

from django.core.management.base import BaseCommand

from exportprogram.quality import proportions


class Command(BaseCommand):
    help = "Report the sizes of modules, functions and templates."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for line in proportions.report():
            self.stdout.write(line)
