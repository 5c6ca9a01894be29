"""Is anything wrong with the reminders? One answer for watchmen, administrators and metrics, without a name in it.

Everything that should be alive leaves a sign: the sweep a row, the sender and the reader of the mailbox an instant,
the daily count its day. Silence is a failure as much as an error is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import Count, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case
from companies.common import clock, words
from companies.mail import queries as mail
from companies.outreach import hours
from companies.outreach.models import Answer, Reconciliation, Reminder, Run

LONGEST_SILENCE: Final = timedelta(minutes=15)
LONGEST_WAIT: Final = timedelta(minutes=30)
LAST_ROWS: Final = 40
"""Those of the last two or three sweeps, a row for each kind."""
KEPT_SECONDS: Final = 60
_KEY: Final = "outreach.watch"


@dataclass(frozen=True, slots=True)
class State:
    """How everything stands at a business instant. `swept` is the age of the last sweep, None for never.

    `overdue` is how long the oldest due line has been waiting while mail could leave.
    """

    has_cases: bool
    swept: timedelta | None
    failing: bool
    overdue: timedelta
    counted_on: date | None
    difference: int
    health: mail.Health
    beats: mail.Beats
    today: date


_SAID: Final[dict[str, Promise]] = {
    "never_swept": _("The reminders have never been looked after: no sweep has run."),
    "no_sweep": _("No sweep has looked after the reminders for %(time)s."),
    "sweep_failing": _(
        "A kind of reminder could not be looked after in the last minutes; the list of sweeps says why."
    ),
    "reminder_late": _("A reminder has been due for %(time)s and has not left."),
    "mail_late": _("A message has been waiting to leave for %(time)s."),
    "relay_paused": _("The mail server is out of reach: nothing leaves until it answers again."),
    "no_sender": _("Nothing has looked for mail to send for %(time)s: the sender has stopped."),
    "mailbox_unread": _("The mailbox with replies and refusals has not been read for %(time)s."),
    "mailbox_never_read": _("The mailbox with replies and refusals has never been read."),
    "difference": _("The reminders do not add up: %(number)s of them have no known fate."),
    "not_counted": _("The reminders have not been counted for %(time)s."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is for machines; `words` are for people, in the language of the page."""

    code: str
    lasting: timedelta = timedelta()
    number: int = 0

    @property
    def words(self) -> str:
        return _SAID[self.code] % {"time": words.lapse(self.lasting), "number": self.number}


def look(*, at: datetime) -> State:
    """Eight statements; three more to ask for the office hours when a line seems late."""
    lately = list(Run.objects.order_by("-id").values_list("at", "failed", "error")[:LAST_ROWS])
    last = lately[0][0] if lately else None
    counted = Reconciliation.objects.order_by("-on").values_list("on", "difference").first()
    return State(
        has_cases=Case.objects.exists(),
        swept=at - last if last else None,
        failing=any(error and not failed and at - swept <= LONGEST_SILENCE for swept, failed, error in lately),
        overdue=_overdue(at),
        counted_on=counted[0] if counted else None,
        difference=counted[1] if counted else 0,
        health=mail.health(),
        beats=mail.beats(),
        today=clock.local_day(at),
    )


def _overdue(at: datetime) -> timedelta:
    due_at = Reminder.objects.due(at=at).aggregate(oldest=Min("due_at"))["oldest"]
    if due_at is None or at - due_at <= LONGEST_WAIT:
        return at - due_at if due_at else timedelta()
    open_hours = hours.current()
    if open_hours.held_until(at):
        return timedelta()
    opened = next((opens for opens, shuts in open_hours.windows(clock.local_day(at), 1) if opens <= at < shuts), at)
    return at - max(due_at, opened)


def problems(state: State) -> list[Problem]:
    """A site without a company has nothing to look after yet: nothing is wrong there."""
    silence = _of_sweeps(state), _of_mail(state), _of_counts(state)
    return [problem for part in silence for problem in part]


def _of_sweeps(state: State) -> Iterator[Problem]:
    if state.swept is None and state.has_cases:
        yield Problem("never_swept")
    if state.swept and state.swept > LONGEST_SILENCE:
        yield Problem("no_sweep", state.swept)
    if state.failing:
        yield Problem("sweep_failing")
    if state.overdue > LONGEST_WAIT:
        yield Problem("reminder_late", state.overdue)


def _of_mail(state: State) -> Iterator[Problem]:
    health, beats = state.health, state.beats
    if health.paused:
        yield Problem("relay_paused")
    if health.late > LONGEST_WAIT:
        yield Problem("mail_late", health.late)
    if beats.sender and beats.sender > LONGEST_SILENCE:
        yield Problem("no_sender", beats.sender)
    if beats.reads_mailbox and beats.mailbox and beats.mailbox > LONGEST_WAIT:
        yield Problem("mailbox_unread", beats.mailbox)
    if beats.reads_mailbox and beats.mailbox is None and state.has_cases:
        yield Problem("mailbox_never_read")


def _of_counts(state: State) -> Iterator[Problem]:
    if state.difference:
        yield Problem("difference", number=state.difference)
    if state.counted_on and state.today - state.counted_on > timedelta(days=1):
        yield Problem("not_counted", state.today - state.counted_on)


def known_problems(*, at: datetime) -> list[Problem]:
    """For a banner on every page: looked up at most once a minute."""
    found = cache.get(_KEY)
    if found is None:
        found = [(each.code, each.lasting, each.number) for each in problems(look(at=at))]
        cache.set(_KEY, found, KEPT_SECONDS)
    return [Problem(*each) for each in found]


def ledger() -> list[tuple[tuple[str, str, str], int]]:
    """How many lines there are by (kind, state, reason); one statement."""
    rows = Reminder.objects.order_by().values_list("kind", "state", "reason").annotate(Count("pk"))
    return [((kind, state, reason), number) for kind, state, reason, number in rows]


def answers() -> list[tuple[tuple[str], int]]:
    """How many answers stand by kind; one statement."""
    rows = Answer.objects.standing().order_by().values_list("kind").annotate(Count("pk"))
    return [((kind,), number) for kind, number in rows]
