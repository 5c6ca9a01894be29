from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases.enums import Status
from companies.demo.people import PEOPLE
from companies.registry.models import Contact


class Command(BaseCommand):
    help = "Print the logins of the demonstration, one per role."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are logins to show only in a demonstration (DEMO is off).")
        known = set(User.objects.values_list("email", flat=True))
        shown = [person for person in PEOPLE if person.opens_with and person.email in known]
        if not shown:
            raise CommandError("The demonstration is not loaded: manage.py demo_load")
        with translation.override("en"):
            for person in shown:
                self._line(str(Role(person.role).label), person.name, person.email, person.opens_with)
            self._company()

    def _company(self) -> None:
        """One whose draft waits: it signs in by a code."""
        begun = Contact.objects.filter(access="member", company__cases__status=Status.DRAFT, language="fr")
        contact = begun.select_related("company").order_by("pk").first()
        if contact:
            label = str(Role.COMPANY.label)
            self._line(label, contact.company.name, contact.email, "by the code that comes to the inbox")

    def _line(self, role: str, name: str, login: str, key: str) -> None:
        self.stdout.write(f"{role:<20}{name:<30}{login:<42}{key}")
