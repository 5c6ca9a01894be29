"""Load the rows that the site cannot do without: reference data, reminder policies, first wordings."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from companies.common import clock


class Command(BaseCommand):
    help = "Adds missing reference rows. Never changes a row that is there: run it after every update."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Call `load(at)` of every app's `loading` module, low to high, all or nothing."""
        at = clock.now()
        for config in apps.get_app_configs():
            name = f"{config.name}.loading"
            if config.name.startswith("companies.") and find_spec(name):
                import_module(name).load(at)
                if options["verbosity"] > 0:
                    self.stdout.write(f"{config.label}: loaded")
