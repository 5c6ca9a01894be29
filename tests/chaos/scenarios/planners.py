"""Everything at once that should run once: two beats, three workers that plan, and ticks by cron beside them."""

from companies.outreach.models import Reminder
from tests.chaos import arena, crowd, ledger
from tests.chaos.stage import Stage, until

NAME = "planners"
PROMISE = "two beats, three planners and cron at once: no line twice in the ledger, no mail twice"


def play(stage: Stage) -> None:
    waves, each_wave = stage.size(8, 2), stage.size(250, 40)
    wanted, result, ticks = waves * each_wave, stage.result, 0
    with (
        arena.sink(stage.folder) as sink,
        arena.node(stage, sink, "a", senders=1) as first,
        arena.node(stage, sink, "b", senders=1) as second,
        arena.node(stage, sink, "c", senders=1) as third,
    ):
        beats = [arena.beat(stage, sink, name, 0.5) for name in "ab"]
        try:
            arena.wait_for_nobody([first, second, third])
            for wave in range(waves):
                cron = arena.command(stage, sink, "outreach", "tick")
                crowd.invited(each_wave, name=f"wave{wave}.")
                result.expect("a tick by cron ends well", cron.wait(60) == 0)
                until(lambda goal=(wave + 1) * each_wave: ledger.all_sent(goal), 60)
                ticks += 1
            result.expect("both beats live on", all(each.poll() is None for each in beats))
        finally:
            for each in beats:
                each.kill()
                each.wait()
        until(lambda: ledger.all_sent(wanted), 60, arena.Nudge(stage.env["REDIS_URL"]))
        accepted = sink.accepted()
    result.note(**{"ticks by cron": ticks, "lines": Reminder.objects.count()})
    ledger.reckon(result, wanted, accepted)
