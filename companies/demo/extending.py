"""More time that an office of the demonstration gives one company whose draft stands still."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from companies.cases.enums import Status
from companies.cases.models import Case
from companies.demo.agenda import Agenda
from companies.demo.answering import case_of
from companies.enrolment import actions as enrolment

REGION: Final = "06"
DAYS_AGO: Final = 3
MORE: Final = timedelta(days=14)
REASON: Final = "Le directeur est en déplacement professionnel ; il a demandé deux semaines au téléphone."


def cast(agenda: Agenda, region: str, pks: Sequence[int]) -> None:
    if region == REGION:
        agenda.add(agenda.length - DAYS_AGO, partial(give_more_time, pks), office=True)


def give_more_time(pks: Sequence[int], at: datetime) -> None:
    """To the last of the companies that has a draft by then."""
    drafts = Case.objects.filter(pk__in=pks, status=Status.DRAFT, officer__isnull=False)
    latest = drafts.order_by("-id").first()
    if latest is None:
        return
    case = case_of(latest.pk)
    assert case.officer  # noqa: S101 - asked for above
    enrolment.extend(case, case.year.closes_on + MORE, reason=REASON, by=case.officer.actor, at=at)
