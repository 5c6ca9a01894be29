"""How far applications are, and what sending invitations would do."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.cases.enums import Channel, Status, YearState
from companies.cases.models import Case
from companies.enrolment import rules
from companies.enrolment.completing import Request as Request
from companies.enrolment.completing import request_of as request_of
from companies.enrolment.dropping import drop_off as drop_off
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.mail import queries as mail
from companies.questionnaires import published
from companies.questionnaires.declarations import FormDeclaration, Text
from companies.reference import towns
from companies.registry.enums import GONE
from companies.registry.models import Contact

OF_RESPONSE: Final = ("response__pages_done", "response__form_id")


@dataclass(frozen=True, slots=True)
class Progress:
    """What is left of an application; `pages` of the whole form. Minutes are those declared for the pages."""

    pages: int
    pages_left: int
    minutes_left: int

    @property
    def pages_done(self) -> int:
        return self.pages - self.pages_left


def progress_of(done: list[str], declaration: FormDeclaration = APPLICATION) -> Progress:
    left = declaration.pages_left(done)
    return Progress(len(declaration.pages), len(left), sum(page.minutes for page in left))


def progress_in(application: Application | None) -> Progress:
    """How far one application is, by the version it was begun with; of none, all is left."""
    if application is None:
        return progress_of([])
    return progress_of(application.response.pages_done, published.declaration_of(application.response))


def progress(case_ids: Collection[int]) -> dict[int, Progress]:
    """How far each case is, those not begun included; one statement, and two a minute for each version of the form."""
    rows = Application.objects.filter(case__in=list(case_ids))
    done = {pk: (pages, form) for pk, pages, form in rows.values_list("case_id", *OF_RESPONSE)}
    begun = {pk: progress_of(pages, published.of_version(form)) for pk, (pages, form) in done.items()}
    return {pk: begun.get(pk) or progress_of([]) for pk in case_ids}


def holds_answers(case: Case) -> bool:
    """Whether there is anything in the application that somebody could lose or read."""
    begun = Application.objects.filter(case=case)
    return begun.exclude(response__saved_at=None, response__behind_code_at=None).exists()


def was_asked(case: Case) -> bool:
    """Whether the company was asked to complete this application before."""
    return case.moves.filter(to_status=Status.INFORMATION_REQUESTED).exists()


@dataclass(frozen=True, slots=True)
class Preview:
    """What inviting one case would do; `why_not` is empty when it can be invited."""

    case: Case
    contact: Contact | None
    channel: Channel
    why_not: Text = ""

    @property
    def language(self) -> str:
        return self.contact.language if self.contact else "fr"

    @property
    def to(self) -> str:
        """The e-mail address, or where a letter goes."""
        if self.channel == Channel.MAIL and self.contact:
            return self.contact.email
        company = self.case.company
        return ", ".join(part for part in (company.address, towns.named(company.town)) if part)


def invitation_preview(cases: Iterable[Case]) -> list[Preview]:
    """Who would be invited, in which language, by which way, and who would not and why; three statements."""
    known = Case.objects.filter(pk__in=[case.pk for case in cases]).select_related(
        "company", "year", "officer", "region", "application"
    )
    found = list(known.order_by("company__sort_key", "id"))
    contacts = primary_contacts(found)
    deaf = deaf_addresses(contacts.values())
    return [_preview(case, contacts.get(case.company_id), deaf) for case in found]


def primary_contacts(cases: Sequence[Case]) -> dict[int, Contact]:
    """The main contact of each case's company who is still somebody to ask, by company; one statement."""
    rows = Contact.objects.filter(primary=True, company__in=[case.company_id for case in cases])
    rows = rows.exclude(access__in=GONE)
    return {contact.company_id: contact for contact in rows.select_related("company").order_by("id")}


def deaf_addresses(contacts: Iterable[Contact]) -> set[str]:
    """Addresses no invitation can be sent to: refused, reported as unwanted, or whose owner asked for no mail."""
    states = mail.states_of(contact.email for contact in contacts if contact.email)
    return {email for email, state in states.items() if state != "ok"}


def channel_for(contact: Contact | None, deaf: Collection[str]) -> Channel:
    return Channel.MAIL if contact and contact.email and contact.email not in deaf else Channel.LETTER


def _preview(case: Case, contact: Contact | None, deaf: Collection[str]) -> Preview:
    channel = channel_for(contact, deaf)
    return Preview(case, contact, channel, _why_not(case, channel))


def _why_not(case: Case, channel: Channel) -> Text:
    if not rules.may_be_invited(case):
        return _("Invited already, or further")
    if case.year.state != YearState.OPEN:
        return _("The programme year is not open")
    if case.company.ceased_on:
        return _("The company has ceased its activity")
    if channel == Channel.LETTER and not (case.company.address or case.company.town):
        return _("Neither a working e-mail address nor a place to send a letter to")
    return ""
