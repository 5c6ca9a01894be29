"""One press answers a reminder: written once, with all that follows from it.

Every act on an answer locks the case first, so that presses at the same instant follow each other: the first is the
answer, the others find it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import DayPart, TaskKind
from companies.cases.models import Case, Task
from companies.common.refusals import Refusal
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.models import Obstacle
from companies.enrolment import actions as enrolment
from companies.enrolment.doors import Way
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.outreach.answers import helping, questions
from companies.outreach.answers.questions import BEFORE_SENDING, Question, State
from companies.outreach.enums import AnswerKind
from companies.outreach.models import Answer
from companies.registry import actions as registry

REPLACED: Final = "replaced"
"""How a call ends whose place a later one has taken."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was pressed, with its small fields. `until` is the day of the call, or to be asked again on."""

    kind: AnswerKind
    until: date | None = None
    day_part: DayPart = DayPart.ANY
    code: ObstacleCode | None = None
    text: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """One answer being given: on which question, and where its page stands (for the mail that follows)."""

    question: Question
    said: Said
    page: str

    @property
    def by(self) -> Actor:
        return Actor(ActorKind.LINK, self.question.link.pk)

    @property
    def case(self) -> Case:
        return self.question.case

    @property
    def at(self) -> datetime:
        return self.question.at


@dataclass(frozen=True, slots=True)
class Made:
    """What an answer led to."""

    task: Task | None = None
    obstacle: Obstacle | None = None
    mail: UUID | None = None
    phone: str = ""
    """The number it put on file."""


@transaction.atomic
def give(press: Press) -> Answer:
    """The answer that stands: this one, or the one that was given before it. Raises Refusal, with nothing written."""
    lock(press.case)
    before = press.question.answer
    if before:
        return before
    _check(press)
    _let_go(press)
    cases.bearer_of(press.question.link, at=press.at)
    stood = cases.Before.of(press.case)
    made = FOLLOWS[press.said.kind](press)
    said = press.said
    answer = Answer.objects.create(
        reminder=press.question.reminder,
        kind=said.kind,
        until=said.until,
        day_part=said.day_part,
        text=said.text,
        task=made.task,
        obstacle=made.obstacle,
        before={"case": stood.plain, "mail": str(made.mail or ""), "code": said.code or "", "phone": made.phone},
        at=press.at,
    )
    record("answer.given", answer, by=press.by, at=press.at)
    return answer


@transaction.atomic
def choose_another_moment(press: Press) -> Answer | None:
    """For a call that was not made yet; confirmed again. None where no call stands. Raises Refusal."""
    lock(press.case)
    answer = press.question.answer
    said = press.said
    if answer is None or answer.task is None or answer.task.done_at or said.until is None:
        return None
    check_holder(answer)
    if (answer.until, answer.day_part) == (said.until, said.day_part):
        return answer
    cases.set_day(answer.task, said.until, said.day_part, by=press.by, at=press.at)
    mail = _confirm(press, said.until)
    answer.until, answer.day_part, answer.before["mail"] = said.until, said.day_part, str(mail)
    answer.save(update_fields=["until", "day_part", "before"])
    record("answer.moved", answer, by=press.by, at=press.at)
    return answer


# -- what follows ----------------------------------------------------------------------------


def _done(press: Press) -> Made:
    enrolment.answered(press.case, "done", by=press.by, at=press.at)
    return Made()


def _help(press: Press) -> Made:
    if press.said.until is None:
        raise Refusal(_("Choose a day."), "until")
    case, contact, by, at = press.case, press.question.link.contact, press.by, press.at
    phone = "" if contact.phone else press.said.phone
    if phone:
        registry.update_contact(contact, by=by, at=at, phone=phone)
    enrolment.answered(case, "help", by=by, at=at)
    cases.finish_tasks(case.tasks.filter(kind=TaskKind.HELP), outcome=REPLACED, by=by, at=at)
    task = cases.add_task(
        case,
        kind=TaskKind.HELP,
        due_on=press.said.until,
        day_part=press.said.day_part,
        reason=helping.reason_of(case),
        owner=helping.caller_of(case),
        by=by,
        at=at,
    )
    return Made(task=task, mail=_confirm(press, press.said.until), phone=phone)


def _later(press: Press) -> Made:
    until, case = press.said.until, press.case
    if until is None or until <= press.question.today:
        raise Refusal(_("Choose a day after today."), "until")
    if until > questions.last_day(press.question):
        raise Refusal(_("Choose a day up to the closing date."), "until")
    if case.status in BEFORE_SENDING:
        enrolment.postpone(case, until, by=press.by, at=press.at)
    else:
        enrolment.answered(case, "not_now", by=press.by, at=press.at)
        cases.defer(case, until, by=press.by, at=press.at)
    return Made()


def _declined(press: Press) -> Made:
    said, case, contact = press.said, press.case, press.question.link.contact
    if said.code is None:
        raise Refusal(_("Choose a reason."), "code")
    enrolment.decline(case, contact, said.code, text=said.text, by=press.by, at=press.at)
    return Made(obstacle=Obstacle.objects.filter(case=case, at=press.at, code=said.code).order_by("-id").first())


FOLLOWS: Final[dict[AnswerKind, Callable[[Press], Made]]] = {
    AnswerKind.DONE: _done,
    AnswerKind.HELP: _help,
    AnswerKind.LATER: _later,
    AnswerKind.DECLINED: _declined,
}


def _confirm(press: Press, day: date) -> UUID:
    contact = press.question.link.contact
    return helping.confirm(press.case, contact, day, press.said.day_part, page=press.page, at=press.at)


# -- around it -------------------------------------------------------------------------------


def lock(case: Case) -> None:
    """The case as it stands now, for this transaction alone."""
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    place = ["stage", "status", "closed_as", "status_since", "version"]
    case.refresh_from_db(fields=[*place, "last_sign_at", "last_sign", "deferred_until"])


def _check(press: Press) -> None:
    if questions.state_of(press.question) != State.PUT:
        raise Refusal(_("This message is no longer the last one: nothing was noted."))
    if questions.ways(press.question)[press.said.kind] != Way.OPEN:
        raise Refusal(_("At this stage, call your officer: you will decide together what happens next."))


def check_holder(answer: Answer) -> None:
    """As the link and its person stand now."""
    link = answer.reminder.link
    if link and questions.is_withdrawn(link):
        raise Refusal(_("This link is no longer in use. Your answers are kept: ask for a new link."))


def _let_go(press: Press) -> None:
    """An answer that a reopening has overtaken makes room for the next one."""
    for answer in Answer.objects.standing().filter(reminder=press.question.reminder):
        answer.undone_at = press.at
        answer.save(update_fields=["undone_at"])
        record("answer.overtaken", answer, by=press.by, at=press.at)


def record(verb: str, answer: Answer, *, by: Actor, at: datetime) -> None:
    stream = f"case:{answer.reminder.case_id}"
    journal.record(verb, answer, by=by, at=at, stream=stream, kind=answer.kind, reminder=answer.reminder_id)
