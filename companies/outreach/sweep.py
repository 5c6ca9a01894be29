"""One sweep: plan, hand over, write down what was done. Run twice, late, or in two places at once: same ledger."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from companies.common.faults import fault
from companies.outreach import hours
from companies.outreach.enums import End, ReminderState
from companies.outreach.hours import Hours
from companies.outreach.kinds import IN_TURN, Kind
from companies.outreach.ledger import ladder, planner, poster, unsent
from companies.outreach.ledger.ladder import Now
from companies.outreach.ledger.poster import Posted
from companies.outreach.models import Run
from companies.outreach.officers import digest, noting, replies
from companies.outreach.officers.facts import FACTS, REPLY, Fact
from companies.reference.models import Site

logger = logging.getLogger(__name__)

EMPTY_RUNS_KEPT: Final = timedelta(days=7)


@dataclass
class Sweep:
    """The runs of one sweep, one per kind."""

    at: datetime
    runs: list[Run] = field(default_factory=list)

    @property
    def posted(self) -> int:
        return sum(run.posted for run in self.runs)


def sweep(*, at: datetime) -> Sweep:
    """`at` is the business instant for all of it; one kind that fails does not stop the others."""
    site = hours.the_site()
    now, open_hours = ladder.now(at), hours.of(site)
    filing = replies.file_all(at)  # first: who has written is not reminded
    runs = {kind.key: _planned(kind, now, open_hours) for kind in IN_TURN}
    runs |= {fact.key: _facts(fact, now, open_hours) for fact in FACTS.values()}
    if filing.failed:
        runs[REPLY.key].failed, runs[REPLY.key].error = filing.failed, filing.error
    fault("plan_after_commit")
    _count(runs, poster.post_due(now, site))
    runs[digest.KEY] = _digests(now, site, open_hours)
    return Sweep(at, _noted(runs, at))


def _count(runs: dict[str, Run], posted: Posted) -> None:
    """What became of due lines, into the rows of their kinds."""
    for (key, state), number in posted.done.items():
        runs[key].posted += number if state == ReminderState.POSTED else 0
        runs[key].suppressed += number if state == ReminderState.SUPPRESSED else 0
    for (key, reason), number in posted.reasons.items():
        _because(runs[key], reason, number)
    for key, error in posted.errors.items():
        runs[key].error = error
        runs[key].failed += posted.failed[key]


def _because(run: Run, reason: str, number: int) -> None:
    if number:
        run.reasons[reason] = run.reasons.get(reason, 0) + number


def _noted(runs: dict[str, Run], at: datetime) -> list[Run]:
    """Kept for good when something happened, for a week when nothing did."""
    saved = Run.objects.bulk_create(runs.values())
    idle = Run.objects.filter(planned=0, posted=0, suppressed=0, cancelled=0, failed=0, error="")
    idle.filter(kind__in=runs, at__lt=at - EMPTY_RUNS_KEPT).delete()
    return saved


def _planned(kind: Kind, now: Now, open_hours: Hours) -> Run:
    run = Run(at=now.at, kind=kind.key)

    def plan() -> None:
        done = planner.plan(kind, now, open_hours)
        run.planned, run.cancelled, run.reasons = done.planned, done.cancelled, dict(done.reasons)
        run.failed = len(done.failures)
        run.error = next((f"case {case}: {error}" for case, error in done.failures.items()), "")[:500]
        brought_back = unsent.pull(kind, now)
        run.suppressed = done.suppressed + brought_back
        _because(run, End.NOT_SENT.value, brought_back)

    _guarded(run, plan)
    return run


def _facts(fact: Fact, now: Now, open_hours: Hours) -> Run:
    run = Run(at=now.at, kind=fact.key)

    def note() -> None:
        done = noting.note(fact, now, open_hours)
        run.planned = run.posted = done.made
        run.failed, run.error = done.failed, done.error

    _guarded(run, note)
    return run


def _digests(now: Now, site: Site, open_hours: Hours) -> Run:
    run = Run(at=now.at, kind=digest.KEY)

    def send() -> None:
        done = digest.send(now, site, open_hours)
        run.planned = run.posted = done.posted
        run.failed, run.error = done.failed, done.error

    _guarded(run, send)
    return run


def _guarded(run: Run, act: Callable[[], None]) -> None:
    try:
        act()
    except Exception as error:  # written down and shown; the other kinds go on
        logger.exception("The sweep of %s failed", run.kind)
        run.error = f"{type(error).__name__}: {error}"[:500]
