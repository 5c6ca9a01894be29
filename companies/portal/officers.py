"""The named person on every company page."""

from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from companies.cases import emails
from companies.cases.models import Case
from companies.reference.models import Site


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    title: "str | SafeString"
    phone: str


def officer_of(case: Case, on: date) -> Person:
    """The officer, or who stands in; the site itself where a case has no officer yet."""
    officer = emails.signer(case, on)
    region = case.region.name
    if officer and officer.phone:
        return Person(officer.name, _title(officer.title_in((get_language() or "fr")[:2]), region), officer.phone)
    site = Site.objects.filter(pk=1).first() or Site()
    name = officer.name if officer else site.name_in(get_language() or "fr")
    return Person(name, region, site.phone)


def _title(title: str, region: str) -> SafeString:
    """Title and region, each in its own direction."""
    comma = "، " if get_language() == "ar" else ", "
    return format_html("<bdi>{}</bdi>{}{}", capfirst(title), comma, region)
