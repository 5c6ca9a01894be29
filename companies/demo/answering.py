"""What companies of the demonstration do, each through the link or the account it has by then."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from companies.cases import actions as cases
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock
from companies.demo import ambitions, papers, persons
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import actions as enrolment
from companies.enrolment.models import Application
from companies.journal.actors import Actor
from companies.questionnaires import published
from companies.questionnaires import queries as answers
from companies.questionnaires.actions import Sheet
from companies.questionnaires.declarations import Page
from companies.questionnaires.forms import PageForm
from companies.reference.models import Province
from companies.registry.models import Company, Contact

Act = Callable[[datetime], None]

UNANSWERED: Final = (Status.INVITED, Status.REACHED)


def case_of(pk: int) -> Case:
    return Case.objects.select_related("company", "year", "region", "officer").get(pk=pk)


def main_contact(case: Case) -> Contact:
    return case.company.contacts.select_related("company", "user").get(primary=True)


def start(pk: int, at: datetime) -> None:
    """Also after the office gave up waiting: the way back stays open."""
    case = case_of(pk)
    contact = main_contact(case)
    by = _bearer(case, contact, at)
    if case.is_closed:
        enrolment.come_back(case, by=by, at=at)
    enrolment.start(case, contact, by=by, at=at)


def fill(pk: int, pages: Sequence[str], at: datetime, random: Random) -> None:
    """Save some pages of a draft, in one sitting."""
    application = Application.objects.select_related("response", "case__company", "case__year").get(case=pk)
    if application.case.status == Status.DRAFT:
        for turn, key in enumerate(pages):
            page = published.declaration_of(application.response).page(key)
            if page:
                save(application, page, at + timedelta(minutes=2 * turn), random)


def submit(pk: int, at: datetime) -> None:
    application = Application.objects.select_related("response", "case__company", "case__year").get(case=pk)
    contact = main_contact(application.case)
    if application.case.status == Status.DRAFT:
        enrolment.submit(application, by=_bearer(application.case, contact, at), at=at)


def decline(pk: int, why: ObstacleCode, at: datetime) -> None:
    case = case_of(pk)
    if case.status in UNANSWERED:
        contact = main_contact(case)
        enrolment.decline(case, contact, why, by=_bearer(case, contact, at), at=at)


def postpone(pk: int, days: int, at: datetime) -> None:
    case = case_of(pk)
    if case.status in UNANSWERED:
        until = clock.local_day(at) + timedelta(days=days)
        enrolment.postpone(case, until, by=_bearer(case, main_contact(case), at), at=at)


def wrong_person(pk: int, at: datetime) -> None:
    case = case_of(pk)
    if case.status in UNANSWERED:
        contact = main_contact(case)
        enrolment.wrong_person(case, contact, by=_bearer(case, contact, at), at=at)


def _bearer(case: Case, contact: Contact, at: datetime) -> Actor:
    """Once signed in, the person; before, whoever holds the newest link or letter."""
    if contact.user:
        return contact.user.actor
    link = case.links.usable(at=at).filter(contact=contact).order_by("-id")[0]
    return cases.use_link(link, at=at)


# --- The form


def save(application: Application, page: Page, at: datetime, random: Random, by: Actor | None = None) -> None:
    """`by` is whoever types; else the company itself."""
    case, contact = application.case, main_contact(application.case)
    kept = answers.kept(application.response).values
    own = _own_words(case.company, contact, random) | ambitions.of(case.company, kept)
    given = kept | {key: value for key, value in own.items() if kept.get(key) in (None, "", [])}
    given["products"] = _named(given.get("products") or [{"code": random.choice(tuple(persons.PRODUCTS))}])
    form = PageForm.of_kept(page, given, on=clock.local_day(at))
    writer = by or _bearer(case, contact, at)
    if page.documents:
        papers.hand_in(case, contact, kept, by=writer, at=at)
    enrolment.save_page(
        application,
        page,
        form.answers(),
        complete=form.is_valid(),
        sheet=Sheet(application.response.version, "demonstration"),
        contact=contact,
        by=writer,
        at=at,
    )


def _own_words(company: Company, contact: Contact, random: Random) -> dict[str, Any]:
    """What the company adds to what the list knew."""
    language = contact.language if contact.language in persons.FIRST else "fr"
    person = f"{random.choice(persons.FIRST[language])} {random.choice(persons.LAST[language])}"
    return {
        "rc_number": str(random.randint(10_000, 600_000)),
        "rc_court": company.town,
        "created_on": random.randint(1988, 2022),
        "province": Province.objects.filter(region=company.region).order_by("code").values_list("code", flat=True)[0],
        "address": f"{random.randint(3, 90)}, zone industrielle, {company.town}",
        "contact_name": contact.name or person,
        "email": contact.email or f"direction@{company.sort_key.replace(' ', '-')}.example",
        "certifications": random.choice(persons.CERTIFICATIONS),
        "true_and_complete": True,
        "data_notice_read": True,
        "signatory_name": contact.name or person,
        "signatory_capacity": persons.CAPACITY[contact.language],
    }


def _named(products: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [{**row, "name": row.get("name") or persons.PRODUCTS.get(row["code"], "")} for row in products]
