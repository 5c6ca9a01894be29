"""The tables of lifecycle.py, as the database keeps them."""

from functools import reduce
from operator import or_

from django.db.models import Q

from companies.cases import enums, lifecycle

STEPS = reduce(
    or_,
    (Q(from_status=before, to_status__in=sorted(after)) for before, after in lifecycle.MOVES.items() if after),
)
OPENING = Q(from_status="", to_status=enums.Status.LISTED)
CLOSING = reduce(
    or_,
    (
        Q(to_status=enums.Status.CLOSED, from_stage=stage, closed_as__in=sorted(endings))
        for stage, endings in lifecycle.CLOSINGS.items()
        if endings
    ),
)
REOPENING = Q(from_status=enums.Status.CLOSED) & ~Q(to_status=enums.Status.CLOSED)


def pairs(stage: str, status: str) -> Q:
    """The table of statuses by stage, for the columns of these names."""
    return reduce(or_, (Q(**{stage: code, f"{status}__in": statuses}) for code, statuses in lifecycle.STATUSES.items()))
