"""How long our legal time limit stands still: while a company completes its application, at most until its day."""

from dataclasses import dataclass
from datetime import date, timedelta

from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment.models import Application


@dataclass(frozen=True, slots=True)
class LegalTime:
    """`day` of `limit` on a day, without those that it stood still; `owed_on` counts those to that day in.

    `still_since` is the day the company was asked, None while the time runs.
    """

    day: int
    limit: int
    owed_on: date
    still_since: date | None = None


def days_still(case: Case, due_on: date | None, on: date) -> int:
    """Days the present request has stopped the count by `on`; none where nothing is asked."""
    if case.status != Status.INFORMATION_REQUESTED:
        return 0
    last = on if due_on is None else min(on, due_on)
    return max(0, (last - clock.local_day(case.status_since)).days)


def legal_time(case: Case, application: Application, due_on: date | None, on: date) -> LegalTime | None:
    """None before it was sent. `due_on`: the last day of what is asked now."""
    sent_at, owed = application.response.submitted_at, application.answer_by
    if sent_at is None or owed is None:
        return None
    sent_on, still = clock.local_day(sent_at), days_still(case, due_on, on)
    stands = case.status == Status.INFORMATION_REQUESTED and (due_on is None or on <= due_on)
    return LegalTime(
        day=(on - sent_on).days - application.paused_days - still,
        limit=(owed - sent_on).days - application.paused_days,
        owed_on=owed + timedelta(days=still),
        still_since=clock.local_day(case.status_since) if stands else None,
    )


def count_pause(application: Application, case: Case, due_on: date | None, on: date) -> None:
    """The count goes on: the days it stood still are added to the day our answer is owed by. Saves `application`."""
    still = days_still(case, due_on, on)
    if still and application.answer_by:
        application.paused_days += still
        application.answer_by += timedelta(days=still)
        application.save(update_fields=["paused_days", "answer_by"])
