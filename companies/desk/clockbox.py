"""The legal time limit of an application, as an officer reads it: which day it is, and until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from companies.cases.models import Case
from companies.common import words
from companies.desk import phrases
from companies.enrolment import pausing, rules


@dataclass(frozen=True, slots=True)
class ClockBox:
    """`day` of `limit`, both in days from the day it was sent; `late` says by how much the limit has passed."""

    day: int
    limit: int
    title: str
    text: str
    late: str


def clock_of(case: Case, today: date, due_on: date | None = None) -> ClockBox | None:
    """From sending until the decision; `due_on` is the last day of what is asked of the company.

    `case` brings its year and its application.
    """
    application: Any = getattr(case, "application", None)
    if case.status not in rules.SENT or application is None:
        return None
    time = pausing.legal_time(case, application, due_on, today)
    if time is None:
        return None
    passed = (today - time.owed_on).days
    return ClockBox(
        day=time.day,
        limit=time.limit,
        title=_("Day %(day)s of %(limit)s") % {"day": time.day, "limit": time.limit},
        text=_owed(time, today),
        late=_("Past the legal time limit for %(days)s") % {"days": words.days(passed)} if passed > 0 else "",
    )


def _owed(time: pausing.LegalTime, today: date) -> str:
    """Standing still, the day is no promise: each day of waiting is added to it."""
    if time.still_since is None:
        return _("Answer owed by %(day)s.") % {"day": words.full_day(time.owed_on)}
    since = phrases.near(time.still_since, today)
    stands = _("Stands still since %(day)s: we wait for the company.") % {"day": since}
    later = _("If it answered today, our answer would be owed by %(day)s.") % {"day": words.full_day(time.owed_on)}
    return f"{stands} {later}"
