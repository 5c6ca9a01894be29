"""One press answers a reminder: written once, with all that follows from it, and taken back within ten minutes.

Every act here locks the case first, so that presses at the same instant follow each other: the first is the answer,
the others find it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import DayPart, TaskKind
from companies.cases.models import Case, Task
from companies.common.refusals import Refusal
from companies.dialogue import actions as dialogue
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.models import Obstacle
from companies.enrolment import actions as enrolment
from companies.enrolment.doors import Way
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.outreach.answers import helping, questions
from companies.outreach.answers.questions import BEFORE_SENDING, Question, State
from companies.outreach.enums import AnswerKind, End, ReminderState
from companies.outreach.models import Answer, Reminder
from companies.registry import actions as registry

UNDO_FOR: Final = timedelta(minutes=10)
TAKEN_BACK: Final = "taken_back"
"""How a task ends whose answer was taken back."""
REPLACED: Final = "replaced"
STOPPED: Final = (End.SIGN, End.LEFT, End.DEFERRED)
"""Why reminders were cancelled that come back with the answer that stopped them."""


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


class TooLate(Refusal):
    """The ten minutes are over."""


@transaction.atomic
def give(press: Press) -> Answer:
    """The answer that stands: this one, or the one that was given before it. Raises Refusal, with nothing written."""
    _lock(press.case)
    before = press.question.answer
    if before:
        return before
    _check(press)
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
        before={"case": stood.plain, "mail": str(made.mail or ""), "code": said.code or ""},
        at=press.at,
    )
    _record("answer.given", answer, by=press.by, at=press.at)
    return answer


@transaction.atomic
def undo(answer: Answer, *, by: Actor, at: datetime) -> Answer:
    """As if nothing had been pressed; twice is once. Raises TooLate."""
    case = answer.reminder.case
    _lock(case)
    answer.refresh_from_db()
    if answer.undone_at:
        return answer
    if at > until_when(answer):
        raise TooLate(_("An answer can be taken back for ten minutes. Call us: we change it with you."))
    _end_what_it_made(answer, by=by, at=at)
    deferred = answer.until if answer.kind == AnswerKind.LATER else None
    cases.take_back(case, cases.Before(**answer.before["case"]), since=answer.at, deferred=deferred, by=by, at=at)
    _plan_again(answer)
    answer.undone_at = at
    answer.save(update_fields=["undone_at"])
    _record("answer.undone", answer, by=by, at=at)
    return answer


@transaction.atomic
def choose_another_moment(press: Press) -> Answer | None:
    """For a call that was not made yet; confirmed again. None where no call stands."""
    _lock(press.case)
    answer = press.question.answer
    said = press.said
    if answer is None or answer.task is None or answer.task.done_at or said.until is None:
        return None
    if (answer.until, answer.day_part) == (said.until, said.day_part):
        return answer
    cases.set_day(answer.task, said.until, said.day_part, by=press.by, at=press.at)
    mail = _confirm(press, said.until)
    answer.until, answer.day_part, answer.before["mail"] = said.until, said.day_part, str(mail)
    answer.save(update_fields=["until", "day_part", "before"])
    _record("answer.moved", answer, by=press.by, at=press.at)
    return answer


def until_when(answer: Answer) -> datetime:
    """Up to which instant it can be taken back."""
    return answer.at + UNDO_FOR


# -- what follows ----------------------------------------------------------------------------


def _done(press: Press) -> Made:
    enrolment.answered(press.case, "done", by=press.by, at=press.at)
    return Made()


def _help(press: Press) -> Made:
    if press.said.until is None:
        raise Refusal(_("Choose a day."), "until")
    case, contact, by, at = press.case, press.question.link.contact, press.by, press.at
    if press.said.phone and not contact.phone:
        registry.update_contact(contact, by=by, at=at, phone=press.said.phone)
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
    return Made(task=task, mail=_confirm(press, press.said.until))


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


def _lock(case: Case) -> None:
    """The case as it stands now, for this transaction alone."""
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    place = ["stage", "status", "closed_as", "status_since", "version"]
    case.refresh_from_db(fields=[*place, "last_sign_at", "last_sign", "deferred_until"])


def _check(press: Press) -> None:
    if questions.state_of(press.question) != State.PUT:
        raise Refusal(_("This message is no longer the last one: nothing was noted."))
    if questions.ways(press.question)[press.said.kind] != Way.OPEN:
        raise Refusal(_("At this stage, call your officer: you will decide together what happens next."))


def _end_what_it_made(answer: Answer, *, by: Actor, at: datetime) -> None:
    if answer.task_id:
        cases.finish_tasks(Task.objects.filter(pk=answer.task_id), outcome=TAKEN_BACK, by=by, at=at)
    if answer.obstacle:
        dialogue.withdraw_obstacle(answer.obstacle, by=by, at=at)
        answer.obstacle = None
        answer.save(update_fields=["obstacle"])


def _plan_again(answer: Answer) -> None:
    """A sweep that passed meanwhile took the answer at its word; the next one judges these lines anew."""
    stopped = Reminder.objects.filter(case=answer.reminder.case_id, state=ReminderState.CANCELLED, reason__in=STOPPED)
    stopped.filter(ended_at__gte=answer.at).update(state=ReminderState.PLANNED, reason="", ended_at=None)


def _record(verb: str, answer: Answer, *, by: Actor, at: datetime) -> None:
    stream = f"case:{answer.reminder.case_id}"
    journal.record(verb, answer, by=by, at=at, stream=stream, kind=answer.kind, reminder=answer.reminder_id)
