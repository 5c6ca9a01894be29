"""Who answers a reminder in the demonstration: a press on its page, a click to have no more, a mail written back."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from random import Random
from typing import Final

from companies.cases.enums import DayPart, Status
from companies.common import clock, links
from companies.demo import phrases
from companies.demo.answering import case_of
from companies.demo.offices import Office
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.reasons import WHEN_DECLINING
from companies.enrolment.doors import Way
from companies.mail import inbox
from companies.mail import queries as mail
from companies.outreach import answers, hours
from companies.outreach.answers import Said, preferences, questions
from companies.outreach.answers.questions import Question, State
from companies.outreach.enums import AnswerKind, ReminderState
from companies.outreach.models import Reminder

_PAGE: Final = re.compile(r"/r/([\w-]+)/")
_STOP: Final = re.compile(r"/p/([\w-]+)/")
IN_A_HUNDRED: Final = {"help": 5, "later": 3, "declined": 4, "done": 2, "write": 3, "stop": 1}
"""Of a hundred reminders; the others are not answered, as in life."""
LAST_DAYS: Final = 3
SHOWN: Final = "06"
"""The region whose officer's login is shown: in the last days before today somebody there asks for help."""


@dataclass(frozen=True, slots=True)
class Held:
    """A reminder in somebody's hands, with the token of its page."""

    question: Question
    page: str


class Correspondents:
    """Those who answer, each a day after the reminder left."""

    def __init__(self, offices: Sequence[Office], random: Random) -> None:
        self.whys: Mapping[str, Office] = {office.region: office for office in offices}
        self.random = random
        self.acts: dict[str, Callable[[Held, datetime], None]] = {
            "help": self._ask_for_help,
            "later": self._later,
            "declined": self._decline,
            "done": self._done,
            "write": self._write_back,
            "stop": _stop,
        }

    def answer(self, at: datetime, *, days_left: int) -> None:
        """What comes back on the day of `at` to the reminders of the days before."""
        recent = _recent(at)
        for line in recent:
            act = self._drawn() if _waits(line) == _days_since(line, at) else ""
            if act:
                self._act(act, line, at + timedelta(minutes=self.random.randint(1, 200)))
        if days_left <= LAST_DAYS:
            any(self._act("help", line, at) for line in recent if line.case.region.code == SHOWN)

    def _drawn(self) -> str:
        """One of the acts, as often as it happens, or none."""
        draw = self.random.randrange(100)
        for act, chance in IN_A_HUNDRED.items():
            draw -= chance
            if draw < 0:
                return act
        return ""

    def _act(self, act: str, reminder: Reminder, at: datetime) -> bool:
        """Whether an answer stands now that did not before."""
        held = _held(reminder, at)
        if held is None or held.question.answer is not None:
            return False
        self.acts[act](held, at)
        return held.question.answer is not None

    def _press(self, held: Held, said: Said) -> None:
        if questions.ways(held.question)[said.kind] == Way.OPEN:
            answers.give(answers.Press(held.question, said, held.page))

    def _ask_for_help(self, held: Held, _at: datetime) -> None:
        day = self.random.choice(questions.call_days(held.question, hours.current())[1:3])
        part = self.random.choice((DayPart.MORNING, DayPart.AFTERNOON))
        self._press(held, Said(AnswerKind.HELP, until=day, day_part=part))

    def _later(self, held: Held, _at: datetime) -> None:
        until = held.question.today + timedelta(days=self.random.randint(10, 40))
        self._press(held, Said(AnswerKind.LATER, until=min(until, questions.last_day(held.question))))

    def _decline(self, held: Held, _at: datetime) -> None:
        """For the reasons of its region, where they can be told from outside."""
        why = self.whys[held.question.case.region.code].why()
        code = why if why in WHEN_DECLINING else ObstacleCode.NOT_INTERESTED_NOW
        if held.question.case.status in (Status.INVITED, Status.REACHED):
            self._press(held, Said(AnswerKind.DECLINED, code=code))

    def _done(self, held: Held, _at: datetime) -> None:
        self._press(held, Said(AnswerKind.DONE))

    def _write_back(self, held: Held, at: datetime) -> None:
        contact, message = held.question.link.contact, held.question.reminder.message
        if message is None:
            return
        language = "ar" if contact.language == "ar" else "fr"
        letter = EmailMessage()
        letter["Message-ID"] = f"<{held.question.reminder.pk}.{held.question.case.pk}@mail.example>"
        letter["From"], letter["To"] = contact.email, message.reply_to or message.from_email
        letter["In-Reply-To"] = f"<{message.pk}@mail.example>"
        letter["Subject"] = f"Re: {message.subject}"
        letter.set_content(self.random.choice(phrases.REPLIES[language]))
        inbox.take(letter.as_bytes(), at=at)


def _recent(at: datetime) -> list[Reminder]:
    """Reminders to companies that left one to three days before: people answer when they get to it."""
    today = clock.local_day(at)
    lines = Reminder.objects.filter(state=ReminderState.POSTED, link__isnull=False, message__state__in=mail.LEFT)
    known = lines.filter(ended_at__gte=clock.start_of(today - timedelta(days=3)), ended_at__lt=clock.start_of(today))
    return list(known.select_related("message", "link__contact", "case__region").order_by("pk"))


def _days_since(line: Reminder, at: datetime) -> int:
    return (clock.local_day(at) - clock.local_day(line.ended_at)).days if line.ended_at else 0


def _waits(line: Reminder) -> int:
    """In days, the same each time."""
    return 1 + line.pk % 3


def _held(reminder: Reminder, at: datetime) -> Held | None:
    """The reminder as its reader has it: through the address in the mail; None once it is out of date."""
    message, link = reminder.message, reminder.link
    found = _PAGE.search(message.text) if message else None
    if link is None or found is None:
        return None
    link.case = reminder.case = case_of(reminder.case_id)
    question = Question(link, reminder, at)
    if questions.state_of(question) != State.PUT:
        return None
    return Held(question, links.absolute("portal:answer", token=found[1]))


def _stop(held: Held, at: datetime) -> None:
    """No more reminders: the file stays as it is."""
    message = held.question.reminder.message
    found = _STOP.search(message.unsubscribe) if message else None
    person = preferences.person_of(found[1]) if found else None
    if person:
        preferences.choose(person, wanted=False, door=preferences.Door.ONE_CLICK, at=at)
