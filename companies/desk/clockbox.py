"""The legal time limit of an application, as an officer reads it: which day it is, and until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock, words
from companies.desk import phrases
from companies.enrolment import rules


@dataclass(frozen=True, slots=True)
class ClockBox:
    """`day` of `limit`, both in days from the day it was sent; `late` says by how much the limit has passed."""

    day: int
    limit: int
    title: str
    text: str
    late: str


def clock_of(case: Case, today: date) -> ClockBox | None:
    """From sending until the decision; `case` brings its year and its application."""
    application: Any = getattr(case, "application", None)
    if case.status not in rules.SENT or application is None or application.answer_by is None:
        return None
    sent_on, answer_by = clock.local_day(application.response.submitted_at), application.answer_by
    day, limit = (today - sent_on).days, (answer_by - sent_on).days
    passed = (today - answer_by).days
    return ClockBox(
        day=day,
        limit=limit,
        title=_("Day %(day)s of %(limit)s") % {"day": day, "limit": limit},
        text=_owed(case, answer_by, today),
        late=_("Past the legal time limit for %(days)s") % {"days": words.days(passed)} if passed > 0 else "",
    )


def _owed(case: Case, answer_by: date, today: date) -> str:
    owed = _("Answer owed by %(day)s.") % {"day": words.full_day(answer_by)}
    if case.status != Status.INFORMATION_REQUESTED:
        return owed
    since = phrases.near(clock.local_day(case.status_since), today)
    waiting = _("Waiting for the company since %(day)s.") % {"day": since}
    return f"{owed} {waiting}"
