"""What a company may do with its file, and when; no writes."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Q

from companies.cases.enums import Channel, ClosedAs, Stage, Status, YearState
from companies.cases.models import Case
from companies.enrolment.models import Application

BEFORE_START: Final = frozenset({Status.LISTED, Status.INVITED, Status.REACHED})
SENT: Final = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.INFORMATION_REQUESTED, Status.WAITING_LIST})
"""Sent and not decided: answers can still be corrected."""
WRITABLE: Final = SENT | {Status.DRAFT}
INVITABLE: Final = Q(status=Status.LISTED) | Q(status=Status.REACHED, channel=Channel.NONE)
"""Which cases `may_be_invited` is true of."""
DAYS_TO_COMPLETE: Final = timedelta(days=15)
"""What an officer is proposed, who names the day by which a company completes its application."""
LONGEST_TO_COMPLETE: Final = timedelta(days=60)
"""From the day it is asked: the time limit of our answer, which stands still meanwhile, is no longer by default."""
CAN_COME_BACK: Final = frozenset({ClosedAs.DECLINED, ClosedAs.WITHDRAWN, ClosedAs.UNRESPONSIVE})


def closes_on(case: Case, application: Application | None = None) -> date:
    return application.closes_on if application else case.year.closes_on


def takes_applications(case: Case, *, on: date, application: Application | None = None) -> bool:
    """Whether the year still receives applications from this company on a day; the last day counts."""
    return case.year.state != YearState.CLOSED and on <= closes_on(case, application)


def may_be_invited(case: Case) -> bool:
    """Not yet, not even by letter; a company that was spoken to first still gets its invitation."""
    return case.status == Status.LISTED or (case.status == Status.REACHED and case.channel == Channel.NONE)


def may_start(case: Case, *, on: date, application: Application | None = None) -> bool:
    """`application`: the one prepared for a company that was given more time before it began."""
    return case.status in BEFORE_START and takes_applications(case, on=on, application=application)


def may_write(case: Case) -> bool:
    return case.status in WRITABLE


def may_decline(case: Case) -> bool:
    """Before a decision the company can turn back by itself; later it talks to its officer or coach."""
    return case.stage in (Stage.TARGETED, Stage.APPLICATION)


def may_come_back(case: Case, *, on: date, application: Application | None = None) -> bool:
    return case.closed_as in CAN_COME_BACK and takes_applications(case, on=on, application=application)


def may_give(case: Case, *, staff: bool) -> bool:
    """Whether papers are taken: from the company while it may write, from staff as long as the file is open."""
    return may_write(case) or (staff and not case.is_closed)
