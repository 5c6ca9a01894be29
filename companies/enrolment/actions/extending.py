"""Giving one company more time than the year does, for a reason that stays on its file."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.cases import actions as cases
from companies.cases.enums import Act, InteractionKind, Status, TaskKind, YearState
from companies.cases.models import Case
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.enrolment import emails, facts, queries
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.questionnaires import actions as questionnaires
from companies.questionnaires.models import Response
from companies.registry.models import Contact

CAN_BE_EXTENDED: Final = frozenset({Status.INVITED, Status.REACHED, Status.DRAFT})
LONGEST: Final = timedelta(days=60)
"""Past the year's closing date; who needs longer applies next year."""
LONGEST_REASON: Final = 600
NO_MAIL: Final = "extension.call"
"""Why a call is to be made: nobody can be told by mail."""


def may_be_extended(case: Case) -> bool:
    """Invited and not sent yet, in a year that still takes applications."""
    return case.status in CAN_BE_EXTENDED and case.year.state == YearState.OPEN


def last_possible(case: Case) -> date:
    """The last day to which a case's closing date can be put off."""
    return case.year.closes_on + LONGEST


@transaction.atomic
def extend(case: Case, until: date, *, reason: str, by: Actor, at: datetime) -> Application:
    """Let the company send up to and including `until`; it is told at once in its language, or an officer calls it.

    A company that has not begun gets its application prepared, filled in with what our files know, so that the day
    has a place; its file does not move. Reminders follow the new day by themselves. Raises Refusal.
    """
    case, begun = _locked(case)
    said = clean(reason)
    _check(case, begun, until, said, clock.local_day(at))
    contact = queries.primary_contacts([case]).get(case.company_id)
    before = begun.closes_on if begun else case.year.closes_on
    application = begun or _prepared(case, contact, by=by, at=at)
    case.application = application
    _put_off(application, until)
    _note(case, before, until, said, by=by, at=at)
    _tell(case, contact, by=by, at=at)
    days = {"before": before.isoformat(), "until": until.isoformat()}
    journal.record("application.extended", application, by=by, at=at, stream=case.stream, **days)
    return application


def _locked(case: Case) -> tuple[Case, Application | None]:
    """In the order of `save_page`, which the company may be in: first the answers, then the case.

    Looked for again behind the lock where there was none: the company may be pressing Start.
    """
    begun = _begun(case)
    if begun:
        Response.objects.select_for_update(of=("self",)).get(pk=begun.response_id)
    rows = Case.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("company", "year", "region", "officer").get(pk=case.pk)
    return locked, begun or _begun(case)


def _begun(case: Case) -> Application | None:
    return Application.objects.filter(case=case).select_related("response", "case__year").first()


def _check(case: Case, application: Application | None, until: date, reason: str, today: date) -> None:
    if not may_be_extended(case):
        raise Refusal(gettext_lazy("More time is only given to a company that is invited and has not sent yet."))
    if not reason:
        raise Refusal(gettext_lazy("Say why this company is given more time."), "reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(gettext_lazy("Say it in fewer words."), "reason")
    now = application.closes_on if application else case.year.closes_on
    if until <= max(now, today - timedelta(days=1)):
        raise Refusal(gettext_lazy("Choose a day after the present closing date, today or later."), "until")
    if until > last_possible(case):
        raise Refusal(_("At the latest %(day)s.") % {"day": words.full_day(last_possible(case))}, "until")


def _prepared(case: Case, contact: Contact | None, *, by: Actor, at: datetime) -> Application:
    """The application of a company that has not begun: it has a day of its own, and no answer anybody gave."""
    if contact is None:
        raise Refusal(gettext_lazy("The file has no main contact; name one first."))
    form = questionnaires.version_of(APPLICATION, case.year, at=at)
    known = facts.filled_in(case.company, contact, year=clock.local_day(at).year - 1)
    writer = questionnaires.Writer(by, contact)
    response = questionnaires.begin(case, form, known, writer=writer, at=at)
    return Application.objects.create(case=case, response=response)


def _put_off(application: Application, until: date) -> None:
    application.extended_to = until
    application.save(update_fields=["extended_to"])
    application.response.due_on = until
    application.response.save(update_fields=["due_on"])


def _note(case: Case, before: date, until: date, reason: str, *, by: Actor, at: datetime) -> None:
    """The reason, on the file and for officers alone: the journal holds no words."""
    days = {"before": words.day_year(before), "until": words.day_year(until)}
    text = _("Closing date put off from %(before)s to %(until)s.") % days
    cases.log_interaction(case, kind=InteractionKind.NOTE, text=f"{text} {reason}", by=by, at=at)


def _tell(case: Case, contact: Contact | None, *, by: Actor, at: datetime) -> None:
    """By mail with the way in it can use; where there is no address, the officer has a call to make."""
    if contact is None or not contact.email:
        cases.add_task(case, kind=TaskKind.CALL, reason=NO_MAIL, due_on=clock.local_day(at), by=by, at=at)
        return
    token = ""
    if case.status != Status.DRAFT:
        _link, token = cases.issue_link(case, contact, act=Act.INVITATION, by=by, at=at)
    emails.tell_extended(emails.Letter(case, contact, emails.the_site(), at), token)
