"""What the statements of a sweep are given, by the names they use: rungs, days and hours. Read once a kind."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from companies.common import clock
from companies.outreach.enums import Rung
from companies.outreach.hours import Hours
from companies.outreach.kinds import CLOSING_SOON, Kind
from companies.outreach.ledger import deadlines
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Policy

AHEAD: Final = timedelta(hours=72)
WINDOW_DAYS: Final = 60


def of_sweep(kind: Kind, now: Now, hours: Hours) -> dict[str, Any]:
    policies, rest = deadlines.in_force(kind, now), deadlines.courtesy()
    days, windows = deadlines.days(kind.deadline, now), list(hours.windows(now.today, WINDOW_DAYS))
    closing = deadlines.in_force(CLOSING_SOON, now) if kind.yields else []
    horizon = now.at + max(AHEAD, rest)
    return (
        now.of(kind)
        | _of_rungs(kind, policies, horizon)
        | _of_notices([rule for rule in policies if kind.step(rule.rung).before], days, hours)
        | _of_quiet({day: deadlines.quiet_from(day, closing, hours, rest) for day in days})
        | {
            "notice": CLOSING_SOON.key,
            "soon": horizon,
            "horizon": horizon,
            "days": days,
            "ends": [clock.end_of(day) for day in days],
            "opens": [opens for opens, _shuts in windows],
            "shuts": [shuts for _opens, shuts in windows],
        }
    )


def _of_rungs(kind: Kind, policies: list[Policy], horizon: datetime) -> dict[str, Any]:
    """Each rung with its wait, and between which instants what it waits for began."""
    forward = [rule.wait_days for rule in policies if not kind.step(rule.rung).before]
    waits = [timedelta(days=rule.wait_days) for rule in policies]
    froms = [clock.start_of(rule.valid_from) for rule in policies]
    return {
        "rungs": [rule.rung for rule in policies],
        "waits": waits,
        "froms": froms,
        "earliest": [begins - wait for begins, wait in zip(froms, waits, strict=True)],
        "latest": [horizon - wait for wait in waits],
        "counted_back": [kind.step(rule.rung).before for rule in policies],
        "top": len(kind.steps),
        "mails": [rung for rung, step in enumerate(kind.steps, start=1) if step.form != Rung.CALL],
        "first": timedelta(days=min(forward, default=0)),
    }


def _of_notices(before: list[Policy], days: list[date], hours: Hours) -> dict[str, Any]:
    """When each rung that is counted back from a day leaves, for each such day."""
    pairs = [(rule, day) for rule in before for day in days]
    return {
        "notice_rungs": [rule.rung for rule, _day in pairs],
        "notice_days": [day for _rule, day in pairs],
        "notice_dues": [deadlines.notice_at(day, rule.wait_days, hours) for rule, day in pairs],
    }


def _of_quiet(quiets: dict[date, datetime | None]) -> dict[str, Any]:
    """From when nothing else is said, before the end of each day that has such a time."""
    return {
        "quiet_ends": [clock.end_of(day) for day, begins in quiets.items() if begins],
        "quiets": [begins for begins in quiets.values() if begins],
    }
