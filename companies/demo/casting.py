"""Who does what when: each region's course laid over its companies and written into the agenda."""

from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from typing import Final

from companies.accounts.enums import Role
from companies.cases.enums import ClosedAs, Status
from companies.cases.models import Case
from companies.demo import answering, assisting, extending, offices
from companies.demo.agenda import Agenda
from companies.demo.offices import Office
from companies.demo.people import PEOPLE
from companies.demo.regions import REGIONS, Course, End
from companies.enrolment.pages import APPLICATION

PAGES: Final = tuple(page.key for page in APPLICATION.pages)
FORUM: Final = {"06": 30, "09": 33}
"""Regions with a forum, and its day."""

LATE: Final = 24
LEFT: Final = (4, 3, 4, 2, 5, 4)
"""Days ago that drafts were left these days: of those of four days ago the first reminder leaves today."""

COACHES: Final = tuple(person.email for person in PEOPLE if person.role == Role.COACH)

_ON: Final = (
    Status.IN_REVIEW,
    Status.DIAGNOSTIC,
    Status.PLAN,
    Status.UNDER_WAY,
    Status.PREPARING,
    Status.PROSPECTING,
    Status.NEGOTIATING,
    Status.CONFIRMED,
)
"""The straight way on from an application that was received."""


def cast(agenda: Agenda, random: Random) -> list[Office]:
    """Note down the deeds of every company; the offices, which react as the days go by."""
    found = []
    for code, course in REGIONS.items():
        office = Office(code, course, random)
        pks = list(Case.objects.filter(region__code=code).order_by("id").values_list("pk", flat=True))
        random.shuffle(pks)
        Region(agenda, course, office, random, pks).cast()
        found.append(office)
    return found


class Region:
    """Companies in the order in which they are invited: those that came far, early."""

    def __init__(self, agenda: Agenda, course: Course, office: Office, random: Random, pks: Sequence[int]) -> None:
        self.agenda, self.course, self.office, self.random = agenda, course, office, random
        self.pks = iter(pks)
        self.all = list(pks)
        self.invited_on: dict[int, int] = {}

    def cast(self) -> None:
        self._invitations()
        for end in self.course.applied:
            self._applicant(next(self.pks), end)
        for turn, pk in enumerate(self._take(self.course.drafts)):
            self._draft(pk, turn)
        for pk in self._take(self.course.declined):
            self._by_itself(pk, partial(answering.decline, pk, self.office.why()))
        for pk in self._take(self.course.postponed):
            self._by_itself(pk, partial(answering.postpone, pk, self.random.randint(20, 50)))
        for pk in self._take(self.course.wrong_person):
            self._by_itself(pk, partial(answering.wrong_person, pk))
        self._forum()
        assisting.cast(self.agenda, self.office.region, list(self.pks))
        extending.cast(self.agenda, self.office.region, self.all)

    def _take(self, count: int) -> Iterator[int]:
        return (next(self.pks) for _ in range(count))

    def _invitations(self) -> None:
        """In waves of a few a day."""
        for part, day in self._waves():
            came = self.agenda.add(day, partial(offices.invite, part), office=True)
            self.invited_on |= dict.fromkeys(part, came)

    def _waves(self) -> Iterator[tuple[Sequence[int], int]]:
        """Companies with their day; the last of the largest region were invited only these days."""
        late = self.all[-LATE:] if len(self.all) > 3 * LATE else []
        early = self.all[: len(self.all) - len(late)]
        waves = len(self.course.invited_on)
        for turn, day in enumerate(self.course.invited_on):
            yield early[len(early) * turn // waves : len(early) * (turn + 1) // waves], day
        for turn, pk in enumerate(late):
            yield [pk], self.agenda.length - 10 + turn % 7

    def _by_itself(self, pk: int, deed: answering.Act) -> None:
        self.agenda.add(self.invited_on[pk] + self.random.randint(1, 24), deed)

    # -- those who began

    def _applicant(self, pk: int, end: End) -> None:
        steps = _steps(end)
        sent = self._sent_on(pk, len(steps) + isinstance(end, ClosedAs))
        began = max(self.invited_on[pk], sent - self.random.randint(1, 4))
        self.agenda.add(began, partial(answering.start, pk))
        self.agenda.add(began, partial(answering.fill, pk, PAGES[:2], random=self.random))
        self.agenda.add(sent, partial(answering.fill, pk, PAGES[2:], random=self.random))
        self.agenda.add(sent, partial(answering.submit, pk))
        self._decisions(pk, end, steps, sent)

    def _sent_on(self, pk: int, steps: int) -> int:
        """Whoever went on sent it soon; what still waits for a reading was sent these days."""
        if steps > 1:
            return self.invited_on[pk] + self.random.randint(2, 9)
        return self.agenda.length - self.random.randint(2, 8)

    def _decisions(self, pk: int, end: End, steps: Sequence[Status], sent: int) -> None:
        """Spread between the sending and yesterday."""
        first = sent + 2
        last = max(first, self.agenda.length - 2)
        closing = isinstance(end, ClosedAs)
        count = len(steps) + closing
        days = [first + (last - first) * turn // max(count, 1) for turn in range(count)]
        for day, status in zip(days, steps, strict=False):
            self.agenda.add(day, partial(offices.advance, pk, status), office=True)
            if status == Status.DIAGNOSTIC:
                self.agenda.add(day, partial(offices.begin_coaching, pk, self._coach()), office=True)
        if isinstance(end, ClosedAs):
            self.agenda.add(days[-1], partial(offices.close, pk, end), office=True)

    def _coach(self) -> str:
        """Casablanca-Settat has its own, whose login is shown; the others share the rest."""
        return COACHES[0] if self.office.region == "06" else self.random.choice(COACHES)

    def _draft(self, pk: int, turn: int) -> None:
        """Begun and left; every other one these days, so that its reminder is yet to come."""
        days_ago = LEFT[turn // 2 % len(LEFT)] if turn % 2 == 0 else 0
        left = self.agenda.length - days_ago if days_ago else self.invited_on[pk] + self.random.randint(3, 20)
        began = max(self.invited_on[pk], left - self.random.randint(0, 3))
        pages = PAGES[: self.random.randint(1, 3)]
        self.agenda.add(began, partial(answering.start, pk))
        self.agenda.add(max(left, began), partial(answering.fill, pk, pages, random=self.random))

    def _forum(self) -> None:
        day = FORUM.get(self.office.region)
        if day:
            for pk in self._take(3):
                self.agenda.add(day, partial(offices.meet_at_forum, pk), office=True)


def _steps(end: End) -> list[Status]:
    """The officer's moves after the application came in."""
    if isinstance(end, ClosedAs):
        return [Status.IN_REVIEW]
    if end in _ON:
        return list(_ON[: _ON.index(end) + 1])
    return [] if end == Status.SUBMITTED else [Status.IN_REVIEW, end]
