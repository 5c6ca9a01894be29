"""What a company answers without applying: later, not for us, not me, and back again."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import Act, ClosedAs, Sign, Status, TaskKind
from companies.cases.models import Case, Task
from companies.common import clock
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.dialogue import actions as dialogue
from companies.dialogue.enums import ObstacleCode, Source
from companies.enrolment import emails, rules
from companies.enrolment.actions.people import revoke_all_links
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.reference import calendar
from companies.registry import actions as registry
from companies.registry.models import Contact

DAYS_TO_FIND: Final = 3
LONGEST_HINT: Final = 200


@transaction.atomic
def postpone(case: Case, until: date, *, by: Actor, at: datetime) -> Case:
    """Not now: nothing optional is sent before `until`, a day still to come on which applying is possible.

    Raises Refusal once the application was sent or the file is closed: nothing is left to put off.
    """
    today = clock.local_day(at)
    status = Case.objects.select_for_update(of=("self",), no_key=True).values_list("status", flat=True).get(pk=case.pk)
    if status not in rules.BEFORE_START and status != Status.DRAFT:
        raise Refusal(_("There is nothing to put off: your file is with us, or closed."))
    if until <= today:
        raise Refusal(_("Choose a day after today."), "until")
    if not rules.takes_applications(case, on=until, application=getattr(case, "application", None)):
        raise Refusal(_("Choose a day up to the closing date."), "until")
    answered(case, "not_now", by=by, at=at)
    return cases.defer(case, until, by=by, at=at)


@transaction.atomic
def decline(
    case: Case,
    contact: Contact,
    code: ObstacleCode,
    *,
    by: Actor,
    at: datetime,
    text: str = "",
    channel: Source = Source.ANSWER,
) -> Case:
    """Not for us, with its reason; thanked by mail with a way back. Declining twice changes nothing.

    Raises Refusal for "another reason" without words, and once a decision was taken.
    """
    fresh = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if fresh.closed_as in (ClosedAs.DECLINED, ClosedAs.WITHDRAWN):
        case.refresh_from_db(fields=["stage", "status", "closed_as", "version"])
        return case
    if not rules.may_decline(fresh):
        raise Refusal(_("At this stage, call your officer: you will decide together what happens next."))
    dialogue.record_obstacle(case, code, source=Source.ANSWER, by=by, at=at, text=text)
    cases.note_sign(case, at=at, sign=Sign.ANSWERED)
    ending = ClosedAs.WITHDRAWN if fresh.status in rules.SENT else ClosedAs.DECLINED
    cases.close(case, closed_as=ending, by=by, at=at, reason=code.value)
    if contact.email:
        _thank(case, contact, by=by, at=at)
    return case


def _thank(case: Case, contact: Contact, *, by: Actor, at: datetime) -> None:
    _link, token = cases.issue_link(case, contact, act=Act.INVITATION, by=by, at=at)
    emails.thank_for_answer(emails.Letter(case, contact, emails.the_site(), at), token)


@transaction.atomic
def wrong_person(case: Case, contact: Contact, *, by: Actor, at: datetime, hint: str = "") -> Task:
    """Whoever opened the link is not the one to ask: nothing opens for them, nothing more is sent to them.

    The officer looks for the right person. `hint` is what they told us, in their own words.
    Telling twice makes one task.
    """
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    waiting = case.tasks.open().filter(kind=TaskKind.FIND_CONTACT).first()
    cases.note_sign(case, at=at, sign=Sign.ANSWERED)
    revoke_all_links(contact, by=by, at=at)
    registry.mark_wrong(contact, by=by, at=at)
    if waiting:
        return waiting
    dialogue.record_obstacle(case, ObstacleCode.WRONG_CONTACT, source=Source.ANSWER, by=by, at=at, primary=False)
    return cases.add_task(
        case,
        kind=TaskKind.FIND_CONTACT,
        due_on=calendar.working_day_from(clock.local_day(at) + timedelta(days=DAYS_TO_FIND)),
        title=clean(hint)[:LONGEST_HINT],
        reason="answer.wrong_person",
        by=by,
        at=at,
    )


@transaction.atomic
def come_back(case: Case, *, by: Actor, at: datetime) -> Case:
    """Take back a "not for us" or a silence, up to the closing date; what was filled in is kept."""
    application = getattr(case, "application", None)
    if not case.is_closed:
        return case
    if not rules.may_come_back(case, on=clock.local_day(at), application=application):
        raise Refusal(_("This file can no longer be opened again here; your officer can tell you more."))
    cases.note_sign(case, at=at, sign=Sign.ANSWERED)
    return cases.reopen(case, by=by, at=at)


def answered(case: Case, answer: str, *, by: Actor, at: datetime) -> None:
    """A personal answer (its code): a sign of life, and the company is reached."""
    cases.note_sign(case, at=at, sign=Sign.ANSWERED)
    if Case.objects.filter(pk=case.pk, status__in=(Status.LISTED, Status.INVITED)).exists():
        cases.move(case, Status.REACHED, by=by, at=at)
    journal.record("case.answered", case, by=by, at=at, stream=case.stream, answer=answer)
