"""Sending an application: once, whole, with a receipt."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import Sign, Status, TaskKind
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import emails, facts, rules
from companies.enrolment.actions.admitting import admit
from companies.enrolment.actions.filling import CannotWrite
from companies.enrolment.actions.people import tell_former_address
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.questionnaires import actions as questionnaires
from companies.questionnaires import checks
from companies.questionnaires import queries as answers
from companies.questionnaires.models import Response
from companies.registry import actions as registry
from companies.registry.fields import ContactFields

REVIEW_WITHIN: Final = timedelta(days=5)
"""By when an officer looks at what was sent; the legal time limit is longer and runs meanwhile."""


class Incomplete(Refusal):
    """Pages are missing or would not be accepted; `pages` are their keys."""

    def __init__(self, pages: list[str]) -> None:
        super().__init__(_("Some pages still need you before the application can be sent."))
        self.pages = pages


@transaction.atomic
def submit(application: Application, *, by: Actor, at: datetime) -> Application:
    """Send the application: facts to the registry, the case moved, the receipt posted. A second press changes nothing.

    After the first time it sends what was corrected since. Raises Incomplete, CannotWrite after the closing date,
    and the registry's refusals (an ICE that another company has).
    """
    if by.behalf_id is not None:
        raise CannotWrite(_("Nobody sends it for the company: ask it to confirm."))
    case = application.case
    # In the order of `save_page`, which a colleague may be in: first the answers, then the case.
    response = Response.objects.select_for_update(of=("self",)).get(pk=application.response_id)
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    case.refresh_from_db(fields=["stage", "status", "closed_as", "version"])
    kept = answers.kept(response)
    if response.submitted_at and not kept.changed:
        application.refresh_from_db()
        return application
    _check(application, case, kept, at)
    first = response.submitted_at is None
    changed = questionnaires.count_answers(response, at=at)
    _state_facts(case, kept.values, by=by, at=at)
    cases.note_sign(case, at=at, sign=Sign.SENT)
    _advance(application, case, first, by=by, at=at)
    journal.record(
        "application.sent" if first else "application.corrected",
        application,
        by=by,
        at=at,
        stream=case.stream,
        answers=len(changed),
    )
    _confirm(application, case, first, by=by, at=at)
    application.response = response
    return application


def _check(application: Application, case: Case, kept: answers.Kept, at: datetime) -> None:
    if not rules.may_write(case):
        raise CannotWrite(_("This file is not open for answers at the moment. Nothing was changed."))
    today = clock.local_day(at)
    if case.status == Status.DRAFT and not rules.takes_applications(case, on=today, application=application):
        raise CannotWrite(_("This year is closed; the next one will be announced here"))
    unfit = checks.unfit(APPLICATION, kept.values, on=today)
    if unfit:
        raise Incomplete([page.key for page in unfit])


def _advance(application: Application, case: Case, first: bool, *, by: Actor, at: datetime) -> None:
    """The case's move: sent, or completed as asked; a correction in between moves nothing."""
    if first:
        application.answer_by = clock.local_day(at) + timedelta(days=case.year.answer_days)
        application.save(update_fields=["answer_by"])
        cases.move(case, Status.SUBMITTED, by=by, at=at)
        _have_it_reviewed(case, by=by, at=at)
    elif case.status == Status.INFORMATION_REQUESTED:
        cases.move(case, Status.IN_REVIEW, by=by, at=at)
        _have_it_reviewed(case, by=by, at=at)


def _have_it_reviewed(case: Case, *, by: Actor, at: datetime) -> None:
    """The officer finds it on their day and as the file's next step; never twice at once."""
    if not case.tasks.open().filter(kind=TaskKind.REVIEW).exists():
        last_day = clock.local_day(at) + REVIEW_WITHIN
        cases.add_task(case, kind=TaskKind.REVIEW, reason="answer.sent", due_on=last_day, by=by, at=at)


def _state_facts(case: Case, values: dict[str, object], *, by: Actor, at: datetime) -> None:
    said = facts.stated(values)
    registry.update_company(case.company, by=by, at=at, **said.company)
    registry.set_products(case.company, said.products, by=by, at=at)
    _name_contact(case, said.contact, by=by, at=at)


def _name_contact(case: Case, fields: ContactFields, *, by: Actor, at: datetime) -> None:
    """Write to whom the application names: somebody the company told us of before, or its main contact."""
    company = case.company
    before = company.contacts.filter(primary=True).first()
    known = company.contacts.filter(email=fields["email"]).first()
    if known and not known.primary:
        registry.make_primary(known, by=by, at=at)
    main = registry.set_contact(company, by=by, at=at, **fields)
    if before and before.email and before.email != main.email:
        tell_former_address(case, before, at=at)


def _confirm(application: Application, case: Case, first: bool, *, by: Actor, at: datetime) -> None:
    """The receipt goes to the main contact, as the application names them, who can open the file from now on."""
    main = case.company.contacts.filter(primary=True).select_related("company").get()
    admit(main, by=by, at=at)
    letter = emails.Letter(case, main, emails.the_site(), at)
    (emails.confirm_receipt if first else emails.confirm_correction)(letter, application)
