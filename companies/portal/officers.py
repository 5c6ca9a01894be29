"""The named person on every company page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from companies.cases import emails
from companies.cases.models import Case
from companies.reference.models import Site


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    title: str
    phone: str


def officer_of(case: Case, on: date) -> Person:
    """The officer, or who stands in; the site itself where a case has no officer yet."""
    officer = emails.signer(case, on)
    region = case.region.name
    if officer and officer.phone:
        return Person(officer.name, ", ".join(part for part in (officer.title, region) if part), officer.phone)
    site = Site.objects.filter(pk=1).first() or Site()
    name = officer.name if officer else site.name_in(get_language() or "fr")
    return Person(name, region, site.phone)
