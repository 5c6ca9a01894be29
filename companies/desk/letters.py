"""Printed letters, for companies that no mail reaches, in their language, with a short code: the invitation, and the
request to confirm what an officer filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from companies.cases import emails as cases
from companies.cases.models import Case
from companies.common import links, words
from companies.enrolment.actions import Invited
from companies.enrolment.emails import the_site
from companies.enrolment.queries import progress_of
from companies.reference import towns
from companies.registry.models import Contact


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """One page. `language` is the contact's; all texts are in it already, save the template's own.

    `confirms`: it asks to confirm an application; else it invites.
    """

    language: str
    company: str
    function: str
    address: tuple[str, ...]
    day: str
    closing: str
    minutes: str
    reference: str
    code: str
    site_name: str
    site: str
    greeting: str
    signature: tuple[str, ...]
    confirms: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"


def letters_of(invited: Sequence[Invited], *, on: date) -> list[PrintedLetter]:
    """The letters among the invitations, in the same order."""
    site = the_site()
    return [_letter(each.case, each.contact, each.code, site, on) for each in invited if each.code]


def confirmation_letter(case: Case, contact: Contact, code: str, *, on: date) -> PrintedLetter:
    return replace(_letter(case, contact, code, the_site(), on), confirms=True)


def _letter(case: Case, contact: Contact, code: str, site: cases.Site, on: date) -> PrintedLetter:
    language, company = contact.language, case.company
    head = cases.letterhead(case, language, on=on, site=site)
    return PrintedLetter(
        language=language,
        company=company.name_in(language),
        function=contact.name or contact.function,
        address=tuple(line for line in (company.address, towns.named(company.town, language)) if line),
        day=words.day_year(on, language),
        closing=words.full_day(case.closes_on, language),
        minutes=words.minutes(progress_of([]).minutes_left, language),
        reference=case.reference,
        code=code,
        site_name=head.site_name,
        site=links.absolute("portal:code"),
        greeting=cases.greeting(contact, language),
        signature=head.signature,
    )
