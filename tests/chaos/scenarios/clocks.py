"""Workers whose clock is an hour off, and the night in which Morocco left its summer time for good."""

from datetime import UTC, datetime, timedelta

from tests.chaos import arena, crowd, ledger
from tests.chaos.stage import Result, Stage, until

NAME = "clocks"
PROMISE = "a worker's clock an hour off loses and doubles nothing; no mail in quiet hours around 20 September 2026"
NOON = timedelta(hours=3)
"""From the opening of the scenarios: an hour off is still within office hours."""
CHANGE = datetime(2026, 9, 20, tzinfo=UTC)
OPENS, CLOSES = timedelta(hours=8, minutes=30), timedelta(hours=17, minutes=30)


def play(stage: Stage) -> None:
    result = stage.result
    _night(stage, result)
    ledger.forget()
    _hour_off(stage, result)


def _hour_off(stage: Stage, result: Result) -> None:
    """One worker ahead, one behind, a third on time; they share leases, which are on the database's clock."""
    wanted, nudge = stage.size(600, 60), arena.Nudge(stage.env["REDIS_URL"], 0.3)
    alone = stage.sub("hour")
    alone.move_clock(NOON)
    crowd.invited(wanted, name="hour")
    ahead, behind = str(alone.shift + 3600), str(alone.shift - 3600)
    with (
        arena.sink(alone.folder, pause=0.005) as sink,
        arena.node(alone, sink, "ahead", senders=1, CHAOS_SHIFT=ahead),
        arena.node(alone, sink, "behind", senders=1, CHAOS_SHIFT=behind),
        arena.node(alone, sink, "right", senders=1),
    ):
        until(lambda: ledger.posted(wanted) and ledger.idle(), 300, nudge)
        copies = [each for each in sink.accepted() if each.to.startswith("hour")]
    result.exactly("an hour off: accepted", len(copies), wanted)
    result.exactly("an hour off: different messages", len({each.message for each in copies}), wanted)
    result.exactly("an hour off: lines twice", ledger.doubled(), 0)


def _night(stage: Stage, result: Result) -> None:
    """From the Friday to the Monday reminders come due, and it is asked every few minutes; when does mail leave?"""
    first, last = datetime(2026, 9, 18, 14, 10, tzinfo=UTC), datetime(2026, 9, 21, 10, tzinfo=UTC)
    step = timedelta(minutes=stage.size(10, 130))
    moments = [first + n * step for n in range(int((last - first) / step) + 1)]
    waits = stage.size(60, 8)
    for n in range(waits):
        at = first - timedelta(days=5) + n * (moments[-1] - first) / waits
        crowd.invited(stage.size(3, 1), at=at, name=f"night{n}.")
    with arena.sink(stage.folder) as sink:
        sent = arena.sweeps(stage, sink, moments)
    outside = [at for at, count in zip(moments, sent, strict=True) if count and not in_hours(at)]
    result.note(**{"night: sweeps": len(moments), "night: mails": sum(sent)})
    result.exactly("night: mails in quiet hours", [f"{at:%a %H:%M}" for at in outside], [])
    result.exactly("night: mails", sum(sent), waits * stage.size(3, 1))


def in_hours(at: datetime) -> bool:
    """By hand: UTC+1 until the change, UTC after it; no week-end, no Friday from 12 to 15."""
    local = at + (timedelta(hours=1) if at < CHANGE else timedelta())
    time = timedelta(hours=local.hour, minutes=local.minute)
    pause = local.isoweekday() == 5 and timedelta(hours=12) <= time < timedelta(hours=15)
    return local.isoweekday() <= 5 and OPENS <= time < CLOSES and not pause
