"""The question that a reminder puts, in the hand of who holds its link: is it still put, and what can be answered?

No writes. A link leads to one reminder of one case (`Link.reminder`); it says which case is meant and proves nothing
of who holds it (`enrolment.doors`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef

from companies.cases.enums import Act, Status
from companies.cases.models import Case, Link, Move
from companies.common import clock
from companies.enrolment import doors
from companies.enrolment import queries as enrolment
from companies.enrolment.doors import Door, Way
from companies.enrolment.rules import BEFORE_START
from companies.mail import queries as mail
from companies.outreach.enums import AnswerKind
from companies.outreach.hours import Hours
from companies.outreach.kinds import KINDS
from companies.outreach.models import Answer, Reminder
from companies.registry.enums import GONE

LASTS: Final = timedelta(days=30)
"""From the day a link was made; the closing date may end it earlier."""
CALL_DAYS: Final = 4
"""Working days offered for a call."""
BEFORE_SENDING: Final = BEFORE_START | {Status.DRAFT}


class State(StrEnum):
    PUT = "put"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Question:
    """A reminder's question at one instant. `reminder.case` is the link's own row."""

    link: Link
    reminder: Reminder
    at: datetime

    @property
    def case(self) -> Case:
        return self.link.case

    @property
    def today(self) -> date:
        return clock.local_day(self.at)

    @property
    def answer(self) -> Answer | None:
        """The answer that stands, and that the file was not opened again after."""
        opened_again = Move.objects.filter(case=self.link.case_id, from_status=Status.CLOSED, at__gt=OuterRef("at"))
        found = Answer.objects.standing().filter(~Exists(opened_again), reminder=self.reminder)
        return found.select_related("obstacle", "task").first()


def question_of(link: Link, *, at: datetime) -> Question | None:
    """None for a link that no reminder was sent with."""
    reminder = Reminder.objects.filter(link=link).first()
    if reminder is None or link.act != Act.ANSWER:
        return None
    reminder.case = link.case
    return Question(link, reminder, at)


def state_of(question: Question) -> State:
    link = question.link
    late = question.at > link.issued_at + LASTS or question.today > _closes(question)
    if late or link.revoked_at or link.contact.access in GONE:
        return State.EXPIRED
    newer = Reminder.objects.filter(
        case=question.case, message__state__in=mail.LEFT, link__contact=link.contact, link__issued_at__gt=link.issued_at
    )
    return State.SUPERSEDED if newer.exists() else State.PUT


def is_withdrawn(link: Link) -> bool:
    """It was revoked, or its person is gone: nothing opens any more, nor what was answered through it."""
    return link.revoked_at is not None or link.contact.access in GONE


def ways(question: Question) -> dict[AnswerKind, Way]:
    """How each answer is given from where the file stands: at once, behind a code, or not at all."""
    case = question.case
    if case.is_closed:
        return dict.fromkeys(AnswerKind, Way.SHUT)
    holds = enrolment.holds_answers(case)
    return {
        AnswerKind.HELP: Way.OPEN,
        AnswerKind.DONE: Way.OPEN,
        AnswerKind.LATER: Way.OPEN if _can_wait(question) else Way.SHUT,
        AnswerKind.DECLINED: doors.way(Door.DECLINE, Status(case.status), holds_answers=holds),
    }


def last_day(question: Question) -> date:
    """The last day to which the question can be put off."""
    if question.case.status in BEFORE_SENDING:
        return question.case.closes_on
    ends = question.reminder.not_after
    return clock.local_day(ends) if ends else question.today + LASTS


def call_days(question: Question, hours: Hours) -> list[date]:
    """The next working days."""
    ahead = (question.today + timedelta(days=n) for n in range(1, 30))
    return [day for day in ahead if hours.is_working(day)][:CALL_DAYS]


def _can_wait(question: Question) -> bool:
    """Before sending the ladder itself waits; after it, only what this reminder asked for."""
    status, kind = Status(question.case.status), KINDS.get(question.reminder.kind)
    asked = status in BEFORE_SENDING or (kind is not None and status in kind.statuses)
    return asked and last_day(question) > question.today


def _closes(question: Question) -> date:
    """The company's closing date, or the later day named in what was asked of it."""
    ends = question.reminder.not_after
    return max(question.case.closes_on, clock.local_day(ends) if ends else question.case.closes_on)
