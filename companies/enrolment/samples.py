"""A real case for the texts of an application, so that an administrator sees them as a company would."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import translation

from companies.cases import emails as cases
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock, links, words
from companies.enrolment.emails import WHY, request_values, the_site
from companies.enrolment.enums import Why
from companies.enrolment.queries import progress
from companies.mail.wording import Envelope, Sample
from companies.registry.models import Contact


def of_application(reference: str, language: str, at: datetime) -> Sample | None:
    """Any case may show these texts; dates that the case does not have yet stay invented."""
    found = case_for(reference)
    if found is None:
        return None
    case, contact = found
    head = cases.letterhead(case, language, on=clock.local_day(at), site=the_site())
    why = WHY[language].format(year=case.year.code) if language in WHY else ""
    envelope = Envelope(site_name=head.site_name, signature=head.signature, why=why)
    return Sample(
        values_of(case, contact, head, language, at), envelope, case.reference, case.company.name_in(language)
    )


def case_for(reference: str, statuses: Collection[Status] = ()) -> tuple[Case, Contact] | None:
    """The case of that number, or the newest in one of `statuses`; with the person written to in it."""
    rows = Case.objects.select_related("company", "year", "region", "officer").filter(company__contacts__primary=True)
    if reference:
        rows = rows.filter(reference=reference)
    elif statuses:
        rows = rows.filter(status__in=statuses)
    case = rows.order_by("-id").first()
    return (case, Contact.objects.select_related("company").get(company=case.company, primary=True)) if case else None


def values_of(case: Case, contact: Contact, head: cases.Letterhead, language: str, at: datetime) -> dict[str, str]:
    """What every text on a case may say. Its button leads to the site's door: a shown text opens nothing."""
    left = progress([case.pk])[case.pk]
    return cases.values_for(case, contact, head, language) | {
        "pages_left": words.pages(left.pages_left, language),
        "minutes_left": words.minutes(left.minutes_left, language),
        "contact_phone": words.phone(contact.phone),
        "sent_at": words.moment(at, language),
        "link": links.absolute("web:home"),
        **request_values(case, language),
    }


def of_entry(reference: str, language: str, at: datetime) -> Sample | None:
    """As for an application; whoever comes in, asks or invites is invented."""
    found = of_application(reference, language, at)
    if found is None:
        return None
    values = dict(found.values) | entry_values(language, at)
    return replace(found, values=values, envelope=replace(found.envelope, why=""))


def entry_values(language: str, at: datetime) -> dict[str, str]:
    with translation.override(language):
        why = str(Why.COLLEAGUE.label)
    return {
        "asker_name": "Salma Idrissi",
        "asker_email": "s.idrissi@entreprise.example",
        "why": why,
        "inviter_name": "Salma Idrissi",
        "company_typed": "Argane Souss",
        "code": "4821-7730",
        "valid_until": words.clock_time(at + timedelta(minutes=15), language),
    }
