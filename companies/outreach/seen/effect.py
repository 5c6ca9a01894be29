"""What the receivers of reminders did next: a description, not a proof. Each figure is declared once, here.

The page counts by a figure's condition, the list behind the figure selects by the same one, and the words under the
table are its formula. Nobody is compared with anybody: who was written to twice stands in two lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.cases.lifecycle import COMPANY_ACTS
from companies.mail import queries as mail
from companies.outreach.enums import ReminderState
from companies.outreach.kinds import KINDS
from companies.outreach.models import Reminder

WINDOWS: Final = (3, 7, 14)
"""Days within which it is looked what a receiver did."""

Query = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a receiver can do. `events` selects the instants of it for the line `s`; `formula` says so in words."""

    key: str
    label: Promise
    formula: Promise
    events: str


_ACTS: Final = ", ".join(f"'{status.value}'" for status in sorted(COMPANY_ACTS))

# Of what was done at the same instant, the first of these counts.
DEEDS: Final = (
    Deed(
        "declined",
        pgettext_lazy("effect", "Not for us"),
        _("The file was closed because the company declined or withdrew."),
        "SELECT at FROM cases_move WHERE case_id = s.case_id AND closed_as IN ('declined', 'withdrawn')",
    ),
    Deed(
        "opted_out",
        _("No more reminders"),
        _("The person asked for no more reminders, or reported them as unwanted, and that still holds."),
        "SELECT changed_at FROM unwanted WHERE email = s.email",
    ),
    Deed(
        "help",
        pgettext_lazy("effect", "Asked for help"),
        _("“I need help” was pressed, and not taken back."),
        """SELECT a.at FROM outreach_answer a JOIN outreach_reminder o ON o.id = a.reminder_id
        WHERE o.case_id = s.case_id AND a.kind = 'help' AND a.undone_at IS NULL""",
    ),
    Deed(
        "later",
        pgettext_lazy("effect", "Not now"),
        _("“Not now” was pressed with a day, and not taken back."),
        """SELECT a.at FROM outreach_answer a JOIN outreach_reminder o ON o.id = a.reminder_id
        WHERE o.case_id = s.case_id AND a.kind = 'later' AND a.undone_at IS NULL""",
    ),
    Deed(
        "went_on",
        _("Went on"),
        _("The application was started, a page of it saved, or it was sent; or what was still asked for came in."),
        f"""SELECT at FROM cases_move WHERE case_id = s.case_id AND from_status <> 'closed'
            AND (to_status IN ({_ACTS}) OR from_status = 'information_requested' AND to_status = 'in_review')
        UNION ALL SELECT q.at FROM questionnaires_answer q JOIN questionnaires_response p ON p.id = q.response_id
            WHERE p.case_id = s.case_id AND NOT q.prefilled
        UNION ALL SELECT q.at FROM questionnaires_pastanswer q JOIN questionnaires_response p ON p.id = q.response_id
            WHERE p.case_id = s.case_id""",  # noqa: S608 - codes of `lifecycle`
    ),
    Deed(
        "replied",
        _("Got in touch"),
        _("The company wrote to us or spoke with us, said that it was done, or answered in another way."),
        """SELECT at FROM cases_interaction WHERE case_id = s.case_id AND (outcome = 'spoken' OR kind = 'mail')
        UNION ALL SELECT at FROM cases_move WHERE case_id = s.case_id AND to_status = 'reached'
        UNION ALL SELECT at FROM dialogue_obstacle WHERE case_id = s.case_id AND source = 'answer'
        UNION ALL SELECT a.at FROM outreach_answer a JOIN outreach_reminder o ON o.id = a.reminder_id
            WHERE o.case_id = s.case_id AND a.kind = 'done' AND a.undone_at IS NULL""",
    ),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One column: its name, what it counts in words, and the same as a condition on a line of `_done`."""

    key: str
    label: Promise
    formula: Promise
    condition: str

    @property
    def of_those_over(self) -> bool:
        """Whether it is a part of the lines whose days are over."""
        return self.key not in ("sent", "early")


_SHOWN: Final = ("went_on", "help", "replied", "later", "declined", "opted_out")
_DEEDS: Final = {deed.key: deed for deed in DEEDS}
FIGURES: Final[dict[str, Figure]] = {
    figure.key: figure
    for figure in (
        Figure(
            "sent",
            pgettext_lazy("effect", "Sent"),
            _("Messages the mail server took or perhaps took, one for several reminders in each; calls set as a task."),
            "true",
        ),
        Figure(
            "early",
            _("Too early"),
            _("Their days are not over yet: they are in none of the columns that follow."),
            "NOT over",
        ),
        *(Figure(key, _DEEDS[key].label, _DEEDS[key].formula, f"over AND soon AND deed = '{key}'") for key in _SHOWN),
        Figure(
            "nothing",
            _("Nothing seen"),
            _("None of these within the days chosen."),
            "over AND soon IS NOT TRUE",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """One rung of one kind, by message or by call, with its figures by key."""

    kind: str
    rung: int
    by_call: bool
    figures: dict[str, int]

    @property
    def over(self) -> int:
        return self.figures["sent"] - self.figures["early"]


@dataclass(frozen=True, slots=True)
class Done:
    """What the receiver of one line did first after it, and when; "" for nothing yet."""

    deed: str
    at: datetime | None


def sent(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Of these lines of the ledger, those that reached out to a company: messages that left, calls that were set."""
    reached = Q(message__state__in=mail.LEFT) | Q(task__isnull=False)
    return rows.filter(reached, state=ReminderState.POSTED, kind__in=KINDS)


def table(rows: QuerySet[Reminder], days: int, *, at: datetime) -> list[Row]:
    """The figures of all rungs as of `at`, in the order of the kinds; one statement."""
    found = _done(rows, days, at)
    if found is None:
        return []
    counted = ", ".join(f"count(*) FILTER (WHERE {each.condition})" for each in FIGURES.values())
    sql = f"SELECT kind, rung, by_call, {counted} FROM ({found[0]}) AS done GROUP BY kind, rung, by_call"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, found[1])
        made = [
            Row(kind, rung, by_call, dict(zip(FIGURES, numbers, strict=True)))
            for kind, rung, by_call, *numbers in cursor.fetchall()
        ]
    order = list(KINDS)
    return sorted(made, key=lambda row: (order.index(row.kind), row.rung, row.by_call))


def behind(rows: QuerySet[Reminder], figure: Figure, days: int, *, at: datetime) -> QuerySet[Reminder]:
    """The lines that a figure counts."""
    found = _done(rows, days, at)
    if found is None:
        return rows.none()
    sql = f"SELECT id FROM ({found[0]}) AS done WHERE {figure.condition}"  # noqa: S608 - conditions of this module
    return rows.filter(pk__in=RawSQL(sql, found[1]))  # noqa: S611 - as above


def done_after(ids: Sequence[int], *, at: datetime) -> dict[int, Done]:
    """What followed each line, by its id, whenever it was; one statement."""
    found = _done(Reminder.objects.filter(pk__in=ids), max(WINDOWS), at)
    if found is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, deed, first_at FROM ({found[0]}) AS done", found[1])  # noqa: S608
        return {pk: Done(deed or "", first_at) for pk, deed, first_at in cursor.fetchall()}


_FIRST: Final = " UNION ALL ".join(
    f"SELECT {order} AS place, '{deed.key}' AS deed, at FROM ({deed.events}) AS e (at)"  # noqa: S608
    for order, deed in enumerate(DEEDS)
)


def _done(rows: QuerySet[Reminder], days: int, at: datetime) -> Query | None:
    """Each line with the first deed after it; whether its days are `over`, and whether that came `soon` enough."""
    lines = sent(rows).annotate(by_call=Q(task__isnull=False), email=F("message__to_email"))
    asked = lines.order_by().values("pk", "case_id", "kind", "rung", "ended_at", "by_call", "email")
    try:
        of_lines = _compiled(asked)
    except EmptyResultSet:
        return None
    unwanted, window = _compiled(mail.unwanted().values("email", "changed_at")), timedelta(days=days)
    sql = f"""
        WITH s (id, case_id, kind, rung, ended_at, by_call, email) AS ({of_lines[0]}),
            unwanted (email, changed_at) AS ({unwanted[0]})
        SELECT s.*, d.deed, d.at AS first_at, s.ended_at <= %s AS over, d.at < s.ended_at + %s AS soon
        FROM s LEFT JOIN LATERAL (
            SELECT deed, at FROM ({_FIRST}) AS happened WHERE at > s.ended_at AND at <= %s ORDER BY at, place LIMIT 1
        ) d ON true"""  # noqa: S608 - compiled query sets and constants of this module
    return sql, [*of_lines[1], *unwanted[1], at - window, window, at]


def _compiled(rows: QuerySet[Any, Any]) -> Query:
    sql, params = rows.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql, list(params)
