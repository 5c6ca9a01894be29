"""What was begun at the entrance and came to nothing does not stay: it is personal, and nobody's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from companies.enrolment.actions import joining
from companies.enrolment.entries import Entry, Joining, Proof
from companies.enrolment.enums import EntryState

UNPROVEN: Final = timedelta(days=2)
"""How long an entry lives whose mailbox nobody has proven, or that was not followed by a choice."""
LEFT_OVER: Final = timedelta(days=90)
"""How long typed answers wait beside those of a file, to be taken over."""
PROOFS: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Swept:
    entries: int
    emptied: int
    proofs: int
    lapsed: int


def sweep(at: datetime) -> Swept:
    """Forget what has had its time; requests to join that nobody answered end, and their askers are told."""
    lapsed = [_lapse(each, at) for each in Joining.objects.open().filter(asked_at__lt=at - joining.LIFE)]
    over = Q(state__in=(EntryState.TYPED, EntryState.PROVEN, EntryState.ENDED), begun_at__lt=at - UNPROVEN)
    dropped, _models = Entry.objects.filter(over).delete()
    left = Entry.objects.filter(state=EntryState.ENTERED, begun_at__lt=at - LEFT_OVER).exclude(answers={})
    emptied = left.update(answers={}, carried={})
    proofs, _models = Proof.objects.filter(sent_at__lt=at - PROOFS).delete()
    return Swept(dropped, emptied, proofs, sum(lapsed))


def _lapse(each: Joining, at: datetime) -> bool:
    """False where somebody answered at this very moment."""
    try:
        joining.lapse(each, at=at)
    except joining.Decided:
        return False
    return True
