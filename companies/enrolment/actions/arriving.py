"""Coming to a file with answers typed before: an empty draft takes them in, one that holds answers keeps its own."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import Origin, YearState
from companies.cases.models import Case, ProgrammeYear
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import emails, rules
from companies.enrolment.actions.admitting import admit
from companies.enrolment.actions.filling import ASKED, save_page, start
from companies.enrolment.entries import Entry
from companies.enrolment.enums import EntryState
from companies.enrolment.models import Application
from companies.enrolment.pages import COMPANY
from companies.journal import actions as journal
from companies.journal.actors import SYSTEM, Actor
from companies.questionnaires import actions as questionnaires
from companies.questionnaires import published, queries
from companies.questionnaires.actions import Sheet, Writer
from companies.questionnaires.declarations import Page
from companies.questionnaires.forms import PageForm
from companies.registry.models import Company, Contact

NOT_HERE: Final = _("This address cannot be used to apply. Write another one, or call us.")
CLOSED: Final = _("This year is closed; the next one will be announced here")
RELATED: Final = ("year", "company", "region", "officer")

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where an entry leads: `user` has come to `case`, or there is a choice to make, or `company` is to be asked.

    `pending`: typed answers wait beside those of the file, to be taken over or left.
    """

    case: Case | None = None
    user: User | None = None
    choices: tuple[Case, ...] = ()
    company: Company | None = None
    pending: bool = False


def open_year() -> ProgrammeYear | None:
    return ProgrammeYear.objects.filter(state=YearState.OPEN).first()


def takes_entries(year: ProgrammeYear | None, at: datetime) -> bool:
    """Whether people can come by themselves: between the opening and the closing date of the open year."""
    return year is not None and year.opens_on <= clock.local_day(at) <= year.closes_on


def case_of(company: Company, at: datetime) -> Case:
    """The company's case of the open year, opened where it has none; else its last one. Raises Refusal without any."""
    year = open_year()
    known = company.cases.select_related(*RELATED)
    current = known.filter(year=year).first()
    if current is None and year is not None and takes_entries(year, at):
        origin = Origin.PREVIOUS_YEAR if known.exists() else Origin.WALK_IN
        opened = cases.open_one(year, company, origin=origin, by=SYSTEM, at=at)
        cases.hand_out([opened], by=SYSTEM, at=at)
        current = known.get(pk=opened.pk)
    found = current or known.order_by("-year__opens_on").first()
    if found is None:
        raise Refusal(CLOSED)
    return found


def let_in(entry: Entry, contact: Contact, case: Case, *, at: datetime, way_back: bool = True) -> Arrival:
    """The contact's person comes to the case, with what they typed.

    Raises Refusal for an address of staff, and for one that only the form names while the person signs in with
    another: the code has proven a mailbox, not that login.

    A first saved page posts the way back, unless another message says it (`way_back`).
    """
    user = admit(contact, by=SYSTEM, at=at)
    if user is None or user.email != entry.email:
        raise Refusal(NOT_HERE, "email")
    begun, left = _bring(case, contact, user, entry, at)
    if begun and way_back:
        letter = emails.Letter(begun.case, contact, emails.the_site(), at)
        emails.tell_way_back(letter, begun)
    entry.state, entry.case, entry.contact, entry.answers, entry.carried = EntryState.ENTERED, case, contact, left, {}
    entry.save(update_fields=["state", "case", "contact", "answers", "carried"])
    journal.record("entry.came_in", entry, by=user.actor, at=at, stream=case.stream, pending=bool(left))
    return Arrival(case=case, user=user, pending=bool(left))


def _bring(case: Case, contact: Contact, user: User, entry: Entry, at: datetime) -> tuple[Application | None, Answers]:
    """Begin the draft where none is, and fill it with what was typed while it is empty.

    Returns the application that was filled, if it was, and what is left to be shown to the person.
    """
    typed = _not_empty(entry.answers)
    said = _not_empty(entry.carried) | typed
    today = clock.local_day(at)
    if rules.may_start(case, on=today, application=getattr(case, "application", None)):
        start(case, contact, by=user.actor, at=at)
    application = Application.objects.filter(case=case).select_related("response", *_of_case()).first()
    if application is None or not rules.may_write(application.case):
        return None, said if rules.may_come_back(case, on=today, application=application) else {}
    if application.response.holds_answers:
        kept = queries.kept(application.response, said).values
        return None, {key: value for key, value in said.items() if kept.get(key) != value}
    told = {key: value for key, value in said.items() if key in ASKED and key not in typed}
    questionnaires.take_in(application.response, told, writer=Writer(user.actor, contact), at=at)
    questionnaires.note_typed(application.response, {"email": entry.email, "language": entry.language})
    return take(application, typed, contact=contact, by=user.actor, at=at), {}


def _not_empty(answers: Mapping[str, Any]) -> Answers:
    return {key: value for key, value in answers.items() if value not in (None, "", [])}


def _of_case() -> list[str]:
    return [f"case__{name}" for name in RELATED]


@transaction.atomic
def take(
    application: Application, values: Mapping[str, Any], *, contact: Contact, by: Actor, at: datetime
) -> Application:
    """Save answers, by question, as the person's own.

    A page is complete where it would now be accepted as a whole, and the person saw it: at the entrance, or before.
    """
    for page in published.declaration_of(application.response).pages:
        new = {question.key: values[question.key] for question in page.questions if question.key in values}
        if new:
            _save_page(application, page, new, contact=contact, by=by, at=at)
    return application


def _save_page(
    application: Application, page: Page, new: Answers, *, contact: Contact, by: Actor, at: datetime
) -> None:
    response = application.response
    whole = queries.kept(response).values | new
    form = PageForm.of_kept(page, whole, on=clock.local_day(at))
    sheet = Sheet(response.version, secrets.token_hex(8))
    seen = page.key == COMPANY.key or page.key in response.pages_done
    save_page(application, page, new, complete=seen and form.is_valid(), sheet=sheet, contact=contact, by=by, at=at)


@transaction.atomic
def take_over(
    entry: Entry, application: Application, keys: list[str], *, contact: Contact, by: Actor, at: datetime
) -> Application:
    """Of what was typed at the entrance, take over the answers `keys`, and let the others go."""
    fresh = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    chosen = {key: value for key, value in fresh.answers.items() if key in keys}
    take(application, chosen, contact=contact, by=by, at=at)
    fresh.answers = {}
    fresh.save(update_fields=["answers"])
    case = application.case
    journal.record("entry.taken_over", fresh, by=by, at=at, stream=case.stream, keys=",".join(sorted(chosen)))
    return application
