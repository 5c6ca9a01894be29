"""Is a message of ours still needed when it is about to leave? (ruling 1)"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from companies.cases.models import Case
from companies.enrolment.rules import BEFORE_START
from companies.mail import queries as mail


def still_invited(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """No invitation to a company that has started, answered, or whose case was closed meanwhile."""
    streams = mail.streams_of(ids)
    numbers = {pk: _number(stream) for pk, stream in streams.items()}
    waiting = set(Case.objects.filter(pk__in=numbers.values(), status__in=BEFORE_START).values_list("pk", flat=True))
    return {pk: "no longer invited" for pk, case in numbers.items() if case not in waiting}


def _number(stream: str) -> int:
    """The case in "case:17"; 0, which no case has, for anything else."""
    _kind, _colon, number = stream.partition(":")
    return int(number) if number.isdigit() else 0
