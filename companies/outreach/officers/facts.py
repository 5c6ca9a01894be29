"""What the programme's own people have to act on, one frozen declaration each: a fact becomes a task, once.

No message leaves. The task stands in the day's list and in the morning's digest (`digest`). `noting` makes the tasks,
whichever the kind; the numbers in force are rows (`Policy`), counted in the `unit` of each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import Status, TaskKind
from companies.cases.lifecycle import UNDER_REVIEW
from companies.common import clock, words
from companies.mail import queries as mail
from companies.outreach.hours import Hours
from companies.outreach.kinds import ADDRESS
from companies.registry.enums import GONE


@dataclass(frozen=True, slots=True)
class Moment:
    """What a selector may ask of the sweep: the instant, its day, office hours, and the numbers in force by rung."""

    at: datetime
    today: date
    hours: Hours
    numbers: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """`selector` gives a row per fact that holds now: case_id, version (of the case), subject, occurrence, rung, figure
    (told in the reason), contact_id, starts_at, due_on. A fact is told once per case, subject and occurrence.

    `over` is a condition on an open task `t` and its line `r`: the task ends by itself. `kept`: a later fact takes an
    open task of its kind over instead of making another. `starts` and `stops` are sentences for everybody to read.
    `unit` is what so many of its number are called, `when` says a number as a time.
    """

    key: str
    label: Promise
    task: TaskKind
    selector: str
    over: str
    values: Callable[[Moment], dict[str, Any]]
    words: Callable[[int], str]
    starts: Promise
    stops: Promise
    numbers: tuple[int, ...] = ()
    unit: Callable[[int], str] = str
    when: Callable[[int], str] = str
    kept: bool = False


# -- the mail server refused an address --------------------------------------------------------------------------------

_REFUSED: Final = """
SELECT c.id AS case_id, c.version, k.id::text AS subject, a.id || ':' || a.since AS occurrence, 1 AS rung, 1 AS figure,
    k.id AS contact_id, %(at)s::timestamptz AS starts_at, %(workday)s::date AS due_on
FROM unnest(%(ids)s::bigint[], %(emails)s::text[], %(sinces)s::bigint[]) AS a (id, email, since)
JOIN registry_contact k ON k.email = a.email AND k.access <> ALL(%(gone)s)
JOIN cases_case c ON c.company_id = k.company_id AND c.stage <> 'closed'
JOIN cases_programmeyear y ON y.id = c.year_id AND y.state = 'open'
"""


def _refused(moment: Moment) -> dict[str, Any]:
    rows = list(mail.refused_addresses())
    return {
        "ids": [row.pk for row in rows],
        "emails": [row.email for row in rows],
        "sinces": [int((row.changed_at or moment.at).timestamp()) for row in rows],
        "gone": [access.value for access in GONE],
    }


ADDRESS_REFUSED: Final = Fact(
    key=ADDRESS,
    label=_("Address refused"),
    task=TaskKind.FIX_ADDRESS,
    selector=_REFUSED,
    over="""NOT EXISTS (SELECT 1 FROM registry_contact k
        WHERE k.id = r.contact_id AND k.email = ANY(%(emails)s) AND k.access <> ALL(%(gone)s))""",
    values=_refused,
    words=lambda _figure: gettext("The mail server refused an address of this company."),
    starts=_("The mail server refuses the address of a contact for good."),
    stops=_("The address is corrected or takes mail again, the person has left, or the file is closed."),
)

# -- nothing planned, nothing heard ------------------------------------------------------------------------------------

# A silence begins with the last thing that happened on the case, whoever did it, and is told apart by that second.
_SILENT: Final = """
SELECT case_id, version, '' AS subject, extract(epoch FROM since)::bigint::text AS occurrence, 1 AS rung,
    %(days)s AS figure, NULL::bigint AS contact_id, since AS starts_at, %(workday)s::date AS due_on
FROM (
    SELECT c.id AS case_id, c.version, GREATEST(c.status_since, c.quiet_since,
        to_timestamp((c.deferred_until - DATE '1970-01-01') * 86400),
        (SELECT max(at) FROM cases_interaction WHERE case_id = c.id),
        (SELECT max(done_at) FROM cases_task WHERE case_id = c.id),
        (SELECT max(ended_at) FROM outreach_reminder WHERE case_id = c.id AND state = 'posted')) AS since
    FROM cases_case c JOIN cases_programmeyear y ON y.id = c.year_id AND y.state = 'open'
    WHERE c.officer_id IS NOT NULL AND c.stage <> 'closed' AND c.status <> %(listed)s
        AND c.status_since < %(before)s AND c.quiet_since < %(before)s
        AND (c.deferred_until IS NULL OR c.deferred_until <= %(today)s)
        AND NOT EXISTS (SELECT 1 FROM cases_task WHERE case_id = c.id AND done_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM outreach_reminder WHERE case_id = c.id AND state = 'planned')
) c
WHERE since < %(before)s
"""


def _silent(moment: Moment) -> dict[str, Any]:
    days = moment.numbers[1]
    return {
        "days": days,
        "before": clock.start_of(moment.hours.working_day_before(moment.today, days)),
        "listed": Status.LISTED.value,
    }


def _silent_words(days: int) -> str:
    said = ngettext(
        "No next step is set, and nothing has happened for %(n)s working day.",
        "No next step is set, and nothing has happened for %(n)s working days.",
        days,
    )
    return said % {"n": days}


def _after_working_days(days: int) -> str:
    return ngettext("after %(n)s working day", "after %(n)s working days", days) % {"n": days}


NEXT_STEP: Final = Fact(
    key="next_step",
    label=_("No next step"),
    task=TaskKind.NEXT_STEP,
    selector=_SILENT,
    over="""EXISTS (SELECT 1 FROM cases_case c WHERE c.id = t.case_id AND (c.status_since > t.made_at
            OR c.last_sign_at > t.made_at OR c.deferred_until > %(today)s))
        OR EXISTS (SELECT 1 FROM cases_interaction WHERE case_id = t.case_id AND at > t.made_at)
        OR EXISTS (SELECT 1 FROM cases_task o WHERE o.case_id = t.case_id AND o.id <> t.id AND o.done_at IS NULL)
        OR EXISTS (SELECT 1 FROM outreach_reminder WHERE case_id = t.case_id AND state = 'planned')""",
    values=_silent,
    words=_silent_words,
    starts=_("Nothing is planned on an open file, and nothing has happened on it for some working days."),
    stops=_("Something happens or is planned on the file, or the officer ends the task; once for each silence."),
    numbers=(10,),
    unit=lambda days: ngettext("working day", "working days", days),
    when=_after_working_days,
)

# -- the legal time for an answer --------------------------------------------------------------------------------------

# The highest mark passed since the application came under review. The day the answer is owed by stands in the
# application; how long that was comes from the year.
_CLOCK: Final = """
SELECT c.id AS case_id, c.version, '' AS subject, m.id || ':' || s.rung AS occurrence, s.rung, s.percent AS figure,
    NULL::bigint AS contact_id, m.at AS starts_at, GREATEST(a.answer_by, %(today)s::date) AS due_on
FROM cases_case c
JOIN cases_programmeyear y ON y.id = c.year_id
JOIN enrolment_application a ON a.case_id = c.id
JOIN LATERAL (
    SELECT id, at FROM cases_move WHERE case_id = c.id AND to_status = ANY(%(review)s)
        AND from_status <> ALL(%(review)s) ORDER BY id DESC LIMIT 1
) m ON true
JOIN LATERAL (
    SELECT rung, percent FROM unnest(%(rungs)s::int[], %(percents)s::int[]) AS mark (rung, percent)
    WHERE percent * y.answer_days <= 100 * (y.answer_days - (a.answer_by - %(today)s::date))
    ORDER BY percent DESC LIMIT 1
) s ON true
WHERE c.status = ANY(%(review)s)
"""


def _legal_time(moment: Moment) -> dict[str, Any]:
    return {
        "review": [status.value for status in UNDER_REVIEW],
        "rungs": list(moment.numbers),
        "percents": list(moment.numbers.values()),
    }


def _legal_words(percent: int) -> str:
    return gettext("%(part)s of the legal time for an answer has passed.") % {"part": words.percent(percent, 100)}


def _at_percent(percent: int) -> str:
    return gettext("at %(part)s of the legal time") % {"part": words.percent(percent, 100)}


LEGAL_CLOCK: Final = Fact(
    key="clock",
    label=_("Legal time for an answer"),
    task=TaskKind.CLOCK,
    selector=_CLOCK,
    over="NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = t.case_id AND c.status = ANY(%(review)s))",
    values=_legal_time,
    words=_legal_words,
    starts=_("An application is under review, and a part of the legal time for an answer has passed."),
    stops=_("The application leaves the review: decided, sent back to be completed, or withdrawn."),
    numbers=(50, 75, 90),
    unit=lambda _percent: gettext("per cent of the legal time"),
    when=_at_percent,
    kept=True,
)

# -- somebody wrote back -----------------------------------------------------------------------------------------------

_WRITTEN: Final = """
SELECT c.id AS case_id, c.version, i.id::text AS subject, '1' AS occurrence, 1 AS rung,
    CASE WHEN i.contact_id IS NULL THEN %(unknown)s ELSE %(known)s END AS figure, i.contact_id, i.at AS starts_at,
    %(workday)s::date AS due_on
FROM cases_interaction i JOIN cases_case c ON c.id = i.case_id
WHERE i.kind = 'mail' AND i.sender <> '' AND i.at > %(since)s
"""
KNOWN, UNKNOWN = 1, 2


def _written(moment: Moment) -> dict[str, Any]:
    return {"known": KNOWN, "unknown": UNKNOWN, "since": moment.at - timedelta(days=30)}


def _written_words(sender: int) -> str:
    if sender == KNOWN:
        return gettext("The company has written to us.")
    return gettext("Somebody has written who is not among the company’s contacts.")


REPLY: Final = Fact(
    key="reply",
    label=_("Reply received"),
    task=TaskKind.REPLY,
    selector=_WRITTEN,
    over="FALSE",
    values=_written,
    words=_written_words,
    starts=_("Somebody answers one of our messages by e-mail."),
    stops=_("The officer has read the message and ends the task."),
)

FACTS: Final[dict[str, Fact]] = {fact.key: fact for fact in (ADDRESS_REFUSED, REPLY, NEXT_STEP, LEGAL_CLOCK)}
