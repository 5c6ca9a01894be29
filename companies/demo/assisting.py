"""Applications that officers of the demonstration fill in with companies, on the telephone and at a forum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random
from typing import Final

from companies.accounts.models import User
from companies.cases.enums import InteractionKind
from companies.cases.models import Case
from companies.demo import answering
from companies.demo.agenda import Agenda
from companies.demo.answering import UNANSWERED, case_of, main_contact
from companies.enrolment import assisted
from companies.enrolment.actions import assisting
from companies.enrolment.models import Application
from companies.questionnaires import published


@dataclass(frozen=True, slots=True)
class Sitting:
    """Some days ago an officer and a company sat over `pages` pages; all of them were then put to the company."""

    days_ago: int
    how: InteractionKind
    pages: int | None = None


SITTINGS: Final[dict[str, Sequence[Sitting]]] = {
    "06": (
        Sitting(1, InteractionKind.CALL),
        Sitting(8, InteractionKind.VISIT),
        Sitting(2, InteractionKind.CALL, pages=3),
    ),
    "09": (Sitting(3, InteractionKind.FORUM, pages=2),),
}
SEED: Final = 18


def cast(agenda: Agenda, region: str, pks: Sequence[int]) -> None:
    """One of the silent companies each; the words are their own, so that nobody else's change."""
    random = Random(SEED)  # noqa: S311 - the same demonstration every time
    for sitting in SITTINGS.get(region, ()):
        deed = partial(sit_down, pks, sitting, random=random)
        agenda.add(agenda.length - sitting.days_ago, deed)


def sit_down(pks: Sequence[int], sitting: Sitting, at: datetime, random: Random) -> None:
    """With the first of the companies that has not answered by then."""
    waiting = Case.objects.filter(pk__in=pks, status__in=UNANSWERED, officer__isnull=False, deferred_until=None)
    silent = waiting.order_by("id").first()
    if silent is None:
        return
    case = case_of(silent.pk)
    assert case.officer  # noqa: S101 - asked for above
    application = assisting.begin(case, main_contact(case), sitting.how, officer=case.officer, at=at)
    _type(application, case.officer, sitting.pages, at, random)
    if sitting.pages is None:
        assisting.ask(_fresh(case), main_contact(case), by=case.officer.actor, at=at)


def _type(application: Application, officer: User, most: int | None, at: datetime, random: Random) -> None:
    by = assisting.behalf_of(main_contact(application.case), officer)
    form = assisted.for_officer(published.declaration_of(application.response))
    for page in form.pages[:most]:
        answering.save(_fresh(application.case), page, at, random, by=by)


def _fresh(case: Case) -> Application:
    return Application.objects.select_related("response", "case__company", "case__year").get(case=case)
