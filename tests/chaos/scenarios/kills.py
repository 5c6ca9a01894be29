"""Random kills while reminders are planned and sent: nine in ten of a sender, one in ten of a whole worker."""

import random
import time
from collections.abc import Callable

from tests.chaos import arena, crowd, ledger
from tests.chaos.stage import Stage, until

NAME = "kills"
PROMISE = "random kill -9 of senders and workers loses no reminder; an extra copy only where a sender died in the act"
SENDERS = 2
WHOLE = 10
"""One kill in so many takes a worker with its senders."""


def play(stage: Stage) -> None:
    wanted, kills = stage.size(20_000, 150), stage.size(500, 8)
    crowd.invited(wanted)
    nudge = arena.Nudge(stage.env["REDIS_URL"], 0.5)
    result, begun = stage.result, time.monotonic()
    with (
        arena.sink(stage.folder, refused=0.02, pause=0.002) as sink,
        arena.node(stage, sink, "a", senders=SENDERS) as first,
        arena.node(stage, sink, "b", senders=SENDERS) as second,
    ):
        nodes = [first, second]

        def live() -> None:
            nudge()
            for node in nodes:
                node.keep()

        killing(stage, nodes, kills, sink, wanted, live)
        until(lambda: ledger.all_sent(wanted), 600, live)
        took = time.monotonic() - begun
        killed = first.killed | second.killed
        result.note(kills=kills, **{"processes killed": len(killed), "mails a second": round(wanted / took)})
        result.note(**{"workers that gave up, started again": sum(node.ended for node in nodes)})
        ledger.reckon(result, wanted, sink.accepted(), killed)


def killing(
    stage: Stage, nodes: list[arena.Node], kills: int, sink: arena.Sink, wanted: int, live: Callable[[], None]
) -> None:
    """Spread evenly over the mails accepted, up to the last tenth."""
    chance = random.Random(2027)
    for number in range(kills):
        goal = wanted * number * 9 // (kills * 10)
        until(lambda goal=goal: len(sink.accepted()) >= goal and any(node.living() for node in nodes), 300, live)
        node = chance.choice([node for node in nodes if node.living()])
        if number % WHOLE == WHOLE // 2:
            node.kill()
            node.start()
        else:
            node.kill_one(chance)
        if number % 50 == 49:
            stage.say(f"{number + 1} kills, {len(sink.accepted())} accepted")
