from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.demo.people import PEOPLE


class Command(BaseCommand):
    help = "Print the logins of the demonstration, one per role."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are logins to show only in a demonstration (DEMO is off).")
        known = set(User.objects.values_list("email", flat=True))
        shown = [person for person in PEOPLE if person.opens_with and person.email in known]
        if not shown:
            raise CommandError("The demonstration is not loaded: manage.py demo_load")
        for person in shown:
            self._line(str(Role(person.role).label), person.name, person.email, person.opens_with)

    def _line(self, role: str, name: str, login: str, password: str) -> None:
        self.stdout.write(f"{role:<20}{name:<18}{login:<30}{password}")
