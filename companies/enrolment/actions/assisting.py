"""An officer fills in an application with a company; the company alone confirms it, and only then it is sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import Act, Channel, InteractionKind, Outcome, Sign, TaskKind
from companies.cases.models import Case, Task
from companies.common import clock
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.enrolment import assisted, documents, emails, enums, queries
from companies.enrolment.actions.filling import CannotWrite, save_page, start
from companies.enrolment.actions.sending import IceInDoubt, Incomplete, have_ice_looked_into, submit
from companies.enrolment.models import Application, Confirmation
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.journal.models import Entry
from companies.questionnaires import published
from companies.questionnaires import queries as answers
from companies.questionnaires.actions import Sheet
from companies.questionnaires.models import Response
from companies.registry.models import Contact

WRONG: Final = "confirmation.wrong"
"""Why the officer is to call: the company found something wrong in what was typed for it."""
LONGEST_HINT: Final = 200


class Changed(Refusal):
    """What would be confirmed is not what was read any more."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Something was changed since you opened this page. Read it again, then confirm."))


@dataclass(frozen=True, slots=True)
class Asked:
    """A company asked to confirm. `code` is a printed letter's: only this object knows it."""

    confirmation: Confirmation
    contact: Contact
    channel: Channel
    code: str = ""


def behalf_of(contact: Contact, officer: User) -> Actor:
    """The officer, acting for a person of the company."""
    return Actor(ActorKind.USER, officer.pk, contact.pk)


@transaction.atomic
def begin(case: Case, contact: Contact, how: InteractionKind, *, officer: User, at: datetime) -> Application:
    """Sit down over the form with a company: a talk, which its history shows, and the application, begun if need be.

    The draft lies open to the officer from now on: the person, and the main contact, are told at once by mail, once
    per officer and day.
    Raises CannotWrite once it was sent, or the year is closed.
    """
    fresh = Case.objects.select_for_update(of=("self",), no_key=True).select_related("year").get(pk=case.pk)
    if not assisted.may_be_filled_in(fresh, on=clock.local_day(at), application=getattr(case, "application", None)):
        raise CannotWrite(gettext_lazy("Nothing can be filled in on this file at the moment."))
    by = behalf_of(contact, officer)
    with override(contact.language):
        text = _("We fill in the application together.")
    cases.log_interaction(
        case, kind=how, outcome=Outcome.SPOKEN, text=text, contact=contact, shared=True, by=officer.actor, at=at
    )
    application = start(case, contact, by=by, at=at)
    before = _told(case, officer, at)
    readers = [each for each in assisted.speakers(case) if each.primary or each.pk == contact.pk]
    main = next((each.pk for each in readers if each.primary), None)
    journal.record("assistance.begun", application, by=by, at=at, stream=case.stream, how=how.value, main=main)
    _tell(case, [each for each in readers if each.pk not in before], at)
    return application


def _told(case: Case, officer: User, at: datetime) -> set[int | None]:
    """The people of the case who know that this officer has opened the form on this day.

    A press at the same moment may have read the clock later, and have been first all the same.
    """
    day = clock.local_day(at)
    begun = Entry.objects.filter(stream=case.stream, verb="assistance.begun", actor_id=officer.pk)
    of_day = begun.filter(at__gte=clock.start_of(day), at__lt=clock.start_of(day + timedelta(days=1)))
    return {pk for behalf, data in of_day.values_list("behalf_id", "data") for pk in (behalf, data.get("main"))}


def _tell(case: Case, readers: Iterable[Contact], at: datetime) -> None:
    """Who sits with the officer, and the main contact, so that nobody reads a draft unseen; each address once."""
    for email, reader in {each.email: each for each in readers}.items():
        if email:
            emails.tell_assisted(emails.Letter(case, reader, emails.the_site(), at))


def end(case: Case, contact: Contact, *, officer: User, at: datetime) -> None:
    """The officer has left the form; what was typed is kept, and not sent."""
    journal.record("assistance.ended", case, by=behalf_of(contact, officer), at=at, stream=case.stream)


@transaction.atomic
def ask(application: Application, contact: Contact, *, by: Actor, at: datetime) -> Asked:
    """Put what was typed to the company: by mail, or by a letter with a short code where no mail reaches the person.

    Earlier askings end, and so do their links. Raises Incomplete, and CannotWrite where nothing is to be confirmed.
    """
    case = application.case
    response = Response.objects.select_for_update(of=("self",)).get(pk=application.response_id)
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    case.refresh_from_db(fields=["stage", "status", "closed_as", "version"])
    _check(application, response, at)
    _end_earlier(application, by=by, at=at)
    channel = queries.channel_for(contact, queries.deaf_addresses([contact]))
    confirmation = Confirmation.objects.create(
        application=application,
        contact=contact,
        edition=assisted.edition(application),
        channel=channel,
        asked_by_id=by.user_id,
        asked_at=at,
    )
    journal.record(
        "confirmation.asked", confirmation, by=by, at=at, stream=case.stream, channel=channel.value, contact=contact.pk
    )
    return Asked(confirmation, contact, channel, _send(case, contact, channel, by=by, at=at))


def _check(application: Application, response: Response, at: datetime) -> None:
    case, today = application.case, clock.local_day(at)
    if not assisted.may_be_filled_in(case, on=today, application=application) or not assisted.is_assisted(response):
        raise CannotWrite(gettext_lazy("Nothing that was filled in for the company waits to be sent."))
    values = answers.kept(response).values
    pages = [page.key for page in assisted.wanting(response, values, on=today)]
    if pages or documents.missing(case, values, on=today):
        raise Incomplete(pages)


def _end_earlier(application: Application, *, by: Actor, at: datetime) -> None:
    earlier = application.confirmations.filter(ended_at=None)
    earlier.update(ended_at=at, ended_as=enums.Outcome.REPLACED)
    cases.revoke_act(application.case, Act.CONFIRM, by=by, at=at)


def _send(case: Case, contact: Contact, channel: Channel, *, by: Actor, at: datetime) -> str:
    """The letter's code, "" when a mail leaves."""
    if channel == Channel.LETTER:
        _link, code = cases.issue_code(case, contact, act=Act.CONFIRM, by=by, at=at)
        return code
    _link, token = cases.issue_link(case, contact, act=Act.CONFIRM, by=by, at=at)
    emails.ask_to_confirm(emails.Letter(case, contact, emails.the_site(), at), token)
    return ""


def confirm(
    application: Application,
    contact: Contact,
    declared: Mapping[str, Any],
    *,
    seen: str,
    by: Actor,
    at: datetime,
) -> Application:
    """The company confirms the edition it has `seen`, with its own declarations: the application is sent.

    A second press changes nothing. Raises Changed, and what `submit` raises.
    """
    try:
        return _confirm(application, contact, declared, seen=seen, by=by, at=at)
    except IceInDoubt:  # the task that `submit` made went with all else that was undone
        have_ice_looked_into(application.case, by=by, at=at)
        raise


@transaction.atomic
def _confirm(
    application: Application,
    contact: Contact,
    declared: Mapping[str, Any],
    *,
    seen: str,
    by: Actor,
    at: datetime,
) -> Application:
    response = Response.objects.select_for_update(of=("self",)).get(pk=application.response_id)
    if response.submitted_at is not None:
        application.refresh_from_db()
        return application
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=application.case_id)  # as handing in a paper does
    if assisted.edition(application) != seen:
        raise Changed
    page = assisted.for_company(published.declaration_of(response))
    sheet = Sheet(response.version, "confirmation")
    application.response = response
    save_page(application, page, declared, complete=True, sheet=sheet, contact=contact, by=by, at=at)
    sent = submit(application, by=by, at=at)
    waiting = application.confirmations.filter(ended_at=None)
    waiting.update(ended_at=at, ended_as=enums.Outcome.CONFIRMED)
    journal.record("confirmation.given", application, by=by, at=at, stream=application.case.stream)
    return sent


@transaction.atomic
def dispute(case: Case, contact: Contact, *, by: Actor, at: datetime, hint: str = "") -> Task:
    """Something is not right in what was typed: the officer calls, today. Saying it twice makes one task."""
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    cases.note_sign(case, at=at, sign=Sign.ANSWERED)
    waiting = case.tasks.open().filter(kind=TaskKind.HELP).first()
    if waiting:
        return waiting
    return cases.add_task(
        case,
        kind=TaskKind.HELP,
        due_on=clock.local_day(at),
        title=clean(hint)[:LONGEST_HINT],
        reason=WRONG,
        by=by,
        at=at,
    )
