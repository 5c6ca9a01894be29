"""How far the companies of a year have come, region by region, and what stops them: files, never answers.

Each figure is one condition on a file, so a figure and the files behind it cannot differ.
"""

from collections.abc import Callable
from datetime import date
from typing import Final, Literal

from django.db.models import Count, Exists, OuterRef, Q

from companies.cases.enums import Channel
from companies.cases.models import Task
from companies.cases.querysets import CaseQuerySet
from companies.dialogue.models import Obstacle
from companies.enrolment import rules

Figure = Literal["files", "invited", "begun", "sent", "late"]


def _late(on: date) -> Q:
    return Q(Exists(Task.objects.overdue(on=on).of_officers().filter(case=OuterRef("pk"))))


NOT_BEGUN: Final = Q(status__in=rules.BEFORE_START, application__response__saved_at=None)
"""Without an application, or with one prepared for a company that was given more time and has not pressed Start."""
FIGURES: Final[dict[Figure, Callable[[date], Q]]] = {
    "files": lambda _on: Q(pk__isnull=False),
    "invited": lambda _on: ~Q(channel=Channel.NONE),
    "begun": lambda _on: Q(application__response__isnull=False) & ~NOT_BEGUN,
    "sent": lambda _on: Q(application__response__submitted_at__isnull=False),
    "late": _late,
}


def by_region(cases: CaseQuerySet, *, on: date) -> dict[int, dict[Figure, int]]:
    """The figures of the cases given, by the id of their region; one statement."""
    counted = {f"n_{key}": Count("pk", filter=condition(on)) for key, condition in FIGURES.items()}
    rows = cases.order_by().values("region").annotate(**counted)
    found = rows.values_list("region", *counted)
    return {region: dict(zip(FIGURES, numbers, strict=True)) for region, *numbers in found}


def stopping(cases: CaseQuerySet) -> list[tuple[str, int]]:
    """In how many of the cases given each obstacle was named, by the company or an officer; most first."""
    named = Obstacle.objects.filter(case__in=cases.order_by().values("pk")).order_by()
    return list(named.values_list("code").annotate(n=Count("case", distinct=True)).order_by("-n", "code"))


def stopped_by(code: str) -> Q:
    return Q(Exists(Obstacle.objects.filter(case=OuterRef("pk"), code=code)))
