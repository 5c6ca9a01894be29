import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from companies.common import clock
from companies.demo import programme


class Command(BaseCommand):
    help = "Load the demonstration programme into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is a programme already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is loaded only where DEMO is on.")
        if not programme.is_empty():
            if options["if_empty"]:
                return
            raise CommandError("This database holds a programme already; `make demo` starts over.")
        began = time.monotonic()
        for line in programme.load(today=clock.now()):
            self.stdout.write(line)
        self.stdout.write(f"The demonstration was loaded in {time.monotonic() - began:.0f} s.")
