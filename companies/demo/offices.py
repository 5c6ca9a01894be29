"""What the regional offices of the demonstration do: invite, call, put right, decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import ClosedAs, InteractionKind, Outcome, Stage, Status, TaskKind
from companies.cases.models import Case, Task
from companies.cases.querysets import TaskQuerySet
from companies.common import clock
from companies.demo import phrases
from companies.demo.answering import case_of, main_contact
from companies.demo.regions import Course
from companies.dialogue import actions as dialogue
from companies.dialogue.enums import ObstacleCode, Source
from companies.enrolment import actions as enrolment
from companies.enrolment.rules import DAYS_TO_COMPLETE
from companies.journal.actors import Actor
from companies.registry import actions as registry
from companies.registry.models import Contact

REFUSED: Final = ".refused.example"
"""The end of addresses that the demonstration's mail server refuses, as real ones do."""
IN_VAIN: Final = (Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.CALL_AGAIN, Outcome.WRONG_NUMBER)
ENDS_BY_SILENCE: Final = (Status.INVITED, Status.REACHED, Status.DRAFT)
BETWEEN_CALLS: Final = timedelta(minutes=11)


def invite(pks: Sequence[int], at: datetime) -> None:
    """Each officer invites their own."""
    chosen = Case.objects.filter(pk__in=pks, status=Status.LISTED, officer__isnull=False).select_related("officer")
    by_officer: dict[Actor, list[Case]] = {}
    for case in chosen:
        by_officer.setdefault(_officer(case), []).append(case)
    for officer, theirs in by_officer.items():
        enrolment.invite(theirs, by=officer, at=at)


def _officer(case: Case) -> Actor:
    assert case.officer  # noqa: S101 - every region of the demonstration has one
    return case.officer.actor


# --- A day at an office


@dataclass
class Office:
    """One region's office; what it did not get to stays on its list."""

    region: str
    course: Course
    random: Random

    def work(self, at: datetime) -> None:
        on = clock.local_day(at)
        asked = list(self._due(on, TaskKind.HELP).filter(due_on__lte=on))
        calls = list(self._due(on, TaskKind.CALL, TaskKind.FOLLOW_UP)[: self.course.calls])
        silent = list(self._due(on, TaskKind.NEXT_STEP)[:1])
        for turn, task in enumerate(asked + calls + silent):
            self._call(task, at + turn * BETWEEN_CALLS)
        for task in self._due(on, TaskKind.REPLY)[:2]:
            cases.complete_task(task, by=_officer(case_of(task.case_id)), at=at)
        for task in self._due(on, TaskKind.PROPOSE_CLOSING)[:1]:
            self._decide(task, at)
        for task in self._due(on, TaskKind.FIX_ADDRESS, TaskKind.FIND_CONTACT)[:1]:
            self._find_the_way(task, at)

    def _due(self, on: date, *kinds: TaskKind) -> TaskQuerySet:
        due = Task.objects.due(on=on).filter(kind__in=kinds, case__region__code=self.region)
        return due.exclude(case__stage=Stage.CLOSED).order_by("due_on", "id")

    def _call(self, task: Task, at: datetime) -> None:
        case = case_of(task.case_id)
        reached = self.random.randrange(100) < self.course.spoken
        outcome = Outcome.SPOKEN if reached else self.random.choice(IN_VAIN)
        why = self.why() if reached else None
        cases.log_interaction(
            case,
            kind=InteractionKind.CALL,
            outcome=outcome,
            text=self._words(case, outcome, why),
            contact=main_contact(case),
            by=_officer(case),
            at=at,
            then=cases.Next(done=task, on=self._next_step(outcome, at)),
        )
        if why:
            dialogue.record_obstacle(case, why, source=Source.CALL, by=_officer(case), at=at)

    def why(self) -> ObstacleCode:
        """What holds companies back here, as often as it does."""
        codes, weights = zip(*self.course.why.items(), strict=True)
        return ObstacleCode(self.random.choices(codes, weights)[0])

    def _words(self, case: Case, outcome: Outcome, why: ObstacleCode | None) -> str:
        language = "ar" if case.officer and case.officer.language == "ar" else "fr"
        return phrases.HELD_BACK[why][language] if why else self.random.choice(phrases.CALLS[outcome][language])

    def _next_step(self, outcome: Outcome, at: datetime) -> date | None:
        """In vain: again some days later, most of the time. Spoken to: sometimes there is a step to come."""
        again = {Outcome.SPOKEN: 30, Outcome.WRONG_NUMBER: 0}.get(outcome, 70)
        days = self.random.randint(3, 12)
        return clock.local_day(at) + timedelta(days=days) if self.random.randrange(100) < again else None

    def _decide(self, task: Task, at: datetime) -> None:
        case = case_of(task.case_id)
        by = _officer(case)
        cases.complete_task(task, by=by, at=at)
        if case.status not in ENDS_BY_SILENCE or (case.last_sign_at and case.last_sign_at > task.made_at):
            return  # they have come back meanwhile
        if self.random.randrange(100) < 60:
            cases.close(case, closed_as=ClosedAs.UNRESPONSIVE, reason=self.why().value, by=by, at=at)
        else:
            cases.add_task(case, kind=TaskKind.CALL, due_on=clock.local_day(at) + timedelta(days=7), by=by, at=at)

    def _find_the_way(self, task: Task, at: datetime) -> None:
        """Offices that reach people by telephone learn the right address, and whom to write to."""
        case = case_of(task.case_id)
        contact, by = main_contact(case), _officer(case)
        if self.random.randrange(100) >= self.course.spoken:
            return
        if task.kind == TaskKind.FIX_ADDRESS:
            registry.update_contact(contact, by=by, at=at, email=contact.email.replace(REFUSED, ".example"))
        else:
            _name_another(case, contact, by=by, at=at)
        cases.complete_task(task, by=by, at=at)
        if case.status in (Status.INVITED, Status.REACHED):
            enrolment.invite_again(case, by=by, at=at)


def _name_another(case: Case, before: Contact, *, by: Actor, at: datetime) -> None:
    email = before.email.replace("contact@", "direction@")
    found = registry.add_contact(
        case.company, by=by, at=at, email=email, phone=before.phone, language=before.language, function="Direction"
    )
    registry.make_primary(found, by=by, at=at)


# --- Decisions


def advance(pk: int, to: Status, at: datetime) -> None:
    case = case_of(pk)
    if to == Status.INFORMATION_REQUESTED:
        _request_completion(case, at)
        return
    fact_on = clock.local_day(at) - timedelta(days=2) if to == Status.CONFIRMED else None
    cases.move(case, to, note=phrases.MOVES.get(to.value, ""), fact_on=fact_on, by=_officer(case), at=at)


def _request_completion(case: Case, at: datetime) -> None:
    item, due_on = phrases.MISSING[main_contact(case).language], clock.local_day(at) + DAYS_TO_COMPLETE
    enrolment.request_completion(case, items=[item], questions=["products"], due_on=due_on, by=_officer(case), at=at)


def close(pk: int, closed_as: ClosedAs, at: datetime) -> None:
    case = case_of(pk)
    cases.close(case, closed_as=closed_as, note=phrases.MOVES[closed_as.value], by=_officer(case), at=at)


def begin_coaching(pk: int, coach: str, at: datetime) -> None:
    """Name the coach, and see the workshop together."""
    case = case_of(pk)
    cases.appoint_coach(case, User.objects.get(email=coach), by=_officer(case), at=at)
    cases.log_interaction(
        case,
        kind=InteractionKind.VISIT,
        outcome=Outcome.SPOKEN,
        text=phrases.VISIT,
        contact=main_contact(case),
        by=_officer(case),
        at=at,
    )


def meet_at_forum(pk: int, at: datetime) -> None:
    case = case_of(pk)
    if not case.is_closed:
        cases.log_interaction(
            case,
            kind=InteractionKind.FORUM,
            outcome=Outcome.SPOKEN,
            text=phrases.FORUM,
            by=_officer(case),
            at=at,
        )
