"""Beginning an application and saving its pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import Sign, Status
from companies.cases.models import Case
from companies.common import clock
from companies.common.faults import fault
from companies.enrolment import emails, facts, rules
from companies.enrolment.actions.admitting import admit
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION, CONTACT
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.questionnaires import actions as questionnaires
from companies.questionnaires.actions import Sheet, Writer
from companies.questionnaires.declarations import Page
from companies.questionnaires.fields import LONGEST_EMAIL
from companies.questionnaires.keeping import CannotWrite as CannotWrite
from companies.registry import actions as registry
from companies.registry.models import Contact

ASKED: Final = frozenset(question.key for page in APPLICATION.pages for question in page.questions)


@transaction.atomic
def start(
    case: Case, contact: Contact, *, by: Actor, at: datetime, carried: Mapping[str, Any] | None = None
) -> Application:
    """Begin the application, filled in with what our files know; beginning again returns the one begun.

    `carried` is what the person told the eligibility check, by question: it fills in what our files do not know.
    The contact's address can open the file from now on. Raises CannotWrite after the closing date.
    """
    locked = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    begun = Application.objects.filter(case=case).select_related("response", "case__year").first()
    if begun and locked.status not in rules.BEFORE_START:
        return begun
    if not rules.may_start(locked, on=clock.local_day(at), application=begun):
        raise CannotWrite(_("This year is closed; the next one will be announced here"))
    application = begun or _begin(case, contact, carried or {}, by=by, at=at)
    cases.note_sign(case, at=at, sign=Sign.STARTED)
    cases.move(case, Status.DRAFT, by=by, at=at)
    admit(contact, by=by, at=at)
    return application


def _begin(case: Case, contact: Contact, carried: Mapping[str, Any], *, by: Actor, at: datetime) -> Application:
    form = questionnaires.version_of(APPLICATION, case.year, at=at)
    known = facts.filled_in(case.company, contact, year=clock.local_day(at).year - 1)
    said = {key: value for key, value in carried.items() if key in ASKED}
    response = questionnaires.begin(case, form, known, writer=Writer(by, contact), at=at, said=said)
    application = Application.objects.create(case=case, response=response)
    journal.record("application.started", application, by=by, at=at, stream=case.stream)
    return application


@transaction.atomic
def save_page(
    application: Application,
    page: Page,
    values: Mapping[str, Any],
    *,
    complete: bool,
    sheet: Sheet,
    contact: Contact,
    by: Actor,
    at: datetime,
) -> Application:
    """Keep a page as it was typed; `complete` says whether it would be accepted as it is.

    The first one posts the way back, except to who came in by it, a code to the same address, or sits with an officer.
    Raises CannotWrite, and questionnaires.Conflict when a colleague or another window changed the same answers.
    """
    case, response = application.case, application.response
    if not rules.may_write(case):
        raise CannotWrite
    first = not response.holds_answers
    writer = Writer(by, contact)
    questionnaires.save_page(response, page, values, complete=complete, sheet=sheet, writer=writer, at=at)
    _check_still_open(case)
    cases.note_sign(case, at=at, sign=Sign.SAVED)
    journal.record("application.saved", application, by=by, at=at, stream=case.stream, page=page.key, complete=complete)
    new_address = page.key == CONTACT.key and _take_address(contact, values.get("email"), by=by, at=at)
    knows_the_way = by.user_id is not None and by.user_id == contact.user_id
    if by.behalf_id is None and (new_address or (first and contact.email and not knows_the_way)):
        emails.tell_way_back(emails.Letter(case, contact, emails.the_site(), at), application)
    fault("save_before_commit")
    return application


def _check_still_open(case: Case) -> None:
    """Look again behind the lock, after the answers' as in `submit`: an officer may have closed the file meanwhile."""
    case.status = Case.objects.select_for_update(no_key=True).values_list("status", flat=True).get(pk=case.pk)
    if not rules.may_write(case):
        raise CannotWrite


def _take_address(contact: Contact, email: object, *, by: Actor, at: datetime) -> bool:
    """The first address of a contact who had none counts at once: it is the way back (model.md, settled 2)."""
    if contact.email or not isinstance(email, str) or not 0 < len(email) <= LONGEST_EMAIL:
        return False
    try:
        validate_email(email)
        registry.update_contact(contact, by=by, at=at, email=email)
    except (ValidationError, registry.DuplicateAddress):
        return False
    admit(contact, by=by, at=at)
    return True
