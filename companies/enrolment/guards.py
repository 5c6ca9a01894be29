"""Is a message of ours still needed when it is about to leave? (ruling 1)"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from companies.cases.enums import ClosedAs
from companies.cases.models import Case
from companies.enrolment.entries import Joining
from companies.enrolment.models import Confirmation
from companies.enrolment.rules import BEFORE_START
from companies.mail import queries as mail
from companies.registry.enums import GONE


def still_invited(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """No invitation to a company that has started, answered, or whose case was closed meanwhile.

    None to an address that is not the main contact's any more, and of several only the last: its link is the one
    that works.
    """
    streams, recipients = mail.streams_of(ids), mail.recipients_of(ids)
    last = mail.newest(streams.values(), "invitation")
    wanted = _waiting({_number(stream) for stream in streams.values()})
    return {
        pk: "no longer invited"
        for pk, stream in streams.items()
        if pk not in last or wanted.get(_number(stream)) != recipients[pk]
    }


def still_declined(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """No thanks for a "not for us" that was taken back meanwhile."""
    streams = mail.streams_of(ids)
    numbers = {_number(stream) for stream in streams.values()}
    declined = Case.objects.filter(pk__in=numbers, closed_as__in=(ClosedAs.DECLINED, ClosedAs.WITHDRAWN))
    standing = set(declined.values_list("pk", flat=True))
    return {pk: "taken back" for pk, stream in streams.items() if _number(stream) not in standing}


def still_to_confirm(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Nothing to confirm once it was confirmed, sent or declined; of several askings the last alone."""
    streams = mail.streams_of(ids)
    last = mail.newest(streams.values(), "confirmation.asked")
    asked = Confirmation.objects.waiting().filter(application__case__in={_number(each) for each in streams.values()})
    waiting = set(asked.values_list("application__case_id", flat=True))
    return {
        pk: "nothing to confirm" for pk, stream in streams.items() if pk not in last or _number(stream) not in waiting
    }


def still_asked(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """No question about who asks to join once it was answered."""
    streams = mail.streams_of(ids)
    numbers = {_number(stream) for stream in streams.values()}
    open_in = set(Joining.objects.open().filter(case__in=numbers).values_list("case_id", flat=True))
    return {pk: "answered already" for pk, stream in streams.items() if _number(stream) not in open_in}


def _waiting(numbers: set[int]) -> dict[int, str]:
    """The cases that are still invited, each with the address of its main contact."""
    main = Q(company__contacts__primary=True) & ~Q(company__contacts__access__in=GONE)
    found = Case.objects.filter(main, pk__in=numbers, status__in=BEFORE_START)
    return dict(found.values_list("pk", "company__contacts__email"))


def _number(stream: str) -> int:
    """The case in "case:17"; 0, which no case has, for anything else."""
    _kind, _colon, number = stream.partition(":")
    return int(number) if number.isdigit() else 0
