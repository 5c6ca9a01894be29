"""Everything that has to happen now and then, in one go: for cron, for a site without Celery, for whoever watches."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from companies.files import housekeeping, scanning
from companies.mail import outbox
from companies.outreach.models import Reconciliation
from companies.outreach.seen.reconciling import reconcile
from companies.outreach.sweep import Sweep, sweep

logger = logging.getLogger(__name__)


@dataclass
class Tick:
    """What one round did. `failed` names the parts that broke, with the error; the others were done all the same."""

    at: datetime
    received: dict[str, int] = field(default_factory=dict)
    mailbox: str = ""
    swept: Sweep | None = None
    mail: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    paused: str = ""
    counted: Reconciliation | None = None
    failed: dict[str, str] = field(default_factory=dict)


def tick(*, at: datetime) -> Tick:
    """Read the mailbox, look after the reminders, send what is due, check files for viruses, count the ledger daily."""
    done = Tick(at)
    for part in (_read, _sweep, _deliver, _check_files, _count):
        _guarded(done, part)
    return done


def sweep_and_count(*, at: datetime) -> Tick:
    """The part that the beat's tick of reminders has: mail is read and sent by ticks of its own."""
    done = Tick(at)
    for part in (_sweep, _count):
        _guarded(done, part)
    return done


def _guarded(done: Tick, part: Callable[[Tick], None]) -> None:
    name = part.__name__.strip("_")
    try:
        part(done)
    except Exception as error:  # told, and seen by its silence; the other parts have their turn
        logger.exception("The tick's part %s failed", name)
        done.failed[name] = f"{type(error).__name__}: {error}"[:300]


def _read(done: Tick) -> None:
    looked = outbox.read_mailbox(at=done.at)
    done.received, done.mailbox = {str(kind): number for kind, number in looked.done.items()}, looked.error


def _sweep(done: Tick) -> None:
    done.swept = sweep(at=done.at)


def _deliver(done: Tick) -> None:
    tally = outbox.deliver_due(at=done.at)
    done.mail, done.paused = {str(state): number for state, number in tally.done.items()}, tally.paused


def _check_files(done: Tick) -> None:
    done.files = scanning.scan_due(at=done.at)
    housekeeping.tidy(at=done.at)


def _count(done: Tick) -> None:
    done.counted = reconcile(at=done.at)


# -- told ------------------------------------------------------------------------------------


def described(done: Tick) -> dict[str, Any]:
    """One object, for scripts."""
    return {
        "at": done.at.isoformat(),
        "received": done.received,
        "mailbox": done.mailbox,
        "kinds": {run.kind: _of_run(run) for run in done.swept.runs} if done.swept else {},
        "mail": done.mail,
        "files": done.files,
        "paused": done.paused,
        "difference": done.counted.difference if done.counted else None,
        "failed": done.failed,
    }


def _of_run(run: Any) -> dict[str, Any]:
    numbers = ("planned", "posted", "suppressed", "cancelled", "failed", "reasons", "error")
    return {name: getattr(run, name) for name in numbers}


def readable(done: Tick) -> str:
    lines = [_run_line(run) for run in done.swept.runs] if done.swept else []
    lines.append(f"mail: {_counted(done.mail) or 'nothing to send'}" + _after("paused", done.paused))
    if done.received or done.mailbox:
        lines.append(f"mailbox: {_counted(done.received) or 'nothing new'}" + _after("ERROR", done.mailbox))
    if done.files:
        lines.append(f"files: {_counted(done.files)}")
    if done.counted:
        lines.append(f"counted: difference {done.counted.difference}")
    lines += [f"{part}: FAILED {error}" for part, error in done.failed.items()]
    return "\n".join(lines)


def _run_line(run: Any) -> str:
    why = f" ({_counted(run.reasons)})" if run.reasons else ""
    made = f"{run.planned} planned, {run.posted} handed over"
    return (
        f"{run.kind}: {made}, {run.suppressed} held back, {run.cancelled} cancelled{why}"
        + (f", {run.failed} FAILED" if run.failed else "")
        + _after("ERROR", run.error)
    )


def _counted(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(numbers.items()))


def _after(word: str, text: str) -> str:
    return f", {word} {text}" if text else ""
