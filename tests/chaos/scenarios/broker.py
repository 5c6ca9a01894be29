"""The broker is emptied, absent, or frozen: it carries hints, and nothing is lost with it."""

import os
import random
import signal
import time

from exportprogram.services.broker import Broker
from tests.chaos import arena, crowd, ledger, site
from tests.chaos.stage import Result, Stage, until

NAME = "broker"
PROMISE = "the broker emptied at random, absent for the whole run, or frozen: nothing lost, nothing twice, pages answer"
FROZEN_PAGE: float = 5.0
"""Seconds within which a page answers that posts a message while the broker hangs."""


def play(stage: Stage) -> None:
    result = stage.result
    emptied(stage, result)
    absent(stage, result)
    frozen(stage, result)


def emptied(stage: Stage, result: Result) -> None:
    wanted, flushes = stage.size(800, 60), stage.size(20, 3)
    crowd.invited(wanted)
    nudge, chance = arena.Nudge(stage.env["REDIS_URL"], 0.3), random.Random(27)
    with arena.sink(stage.folder, pause=0.002) as sink, arena.node(stage, sink) as _node:
        for number in range(flushes):
            goal = wanted * number // flushes
            until(lambda goal=goal: len(sink.accepted()) >= goal, 300, nudge)
            time.sleep(chance.random() / 2)
            arena.flush(stage.env["REDIS_URL"])
        until(lambda: ledger.all_sent(wanted), 300, nudge)
        result.note(**{"times emptied": flushes})
        ledger.reckon(result, wanted, sink.accepted())
    stage.say("emptied")


def absent(stage: Stage, result: Result) -> None:
    """Ticks by cron, two at a time, with no broker at the address there is."""
    ledger.forget()
    wanted = ledger.cases()
    nowhere = {"REDIS_URL": f"unix://{stage.folder}/nobody.sock?db=0"}
    folder = stage.sub("absent")
    with arena.sink(folder.folder) as sink:
        begun = time.monotonic()
        while not ledger.all_sent(wanted) and time.monotonic() - begun < stage.size(240, 60):
            ticks = [arena.command(stage, sink, "outreach", "tick", **nowhere) for _n in range(2)]
            for each in ticks:
                result.expect("a tick without broker ends well", each.wait() == 0)
        copies = len(sink.accepted())
    result.exactly("without broker: messages by state", ledger.states(), {"sent": wanted})
    result.exactly("without broker: extra", copies - wanted, 0)
    stage.say("absent")


def frozen(stage: Stage, result: Result) -> None:
    """A page that posts a mail is asked for while the broker takes connections and never answers."""
    ledger.forget()
    wanted = ledger.cases()
    alone = stage.sub("frozen")
    broker = Broker(alone.folder, durable=False)
    broker.start()
    own = {"REDIS_URL": broker.url(0), "CACHE_URL": broker.url(1)}
    try:
        with (
            arena.sink(alone.folder) as sink,
            site.serving(alone, sink, **own) as pages,
            arena.node(alone, sink, **own),
        ):
            os.kill(broker.process.pid, signal.SIGSTOP)
            waits = [pages.ask_for_code() for _n in range(stage.size(5, 2))]
            time.sleep(stage.size(10, 1))
            os.kill(broker.process.pid, signal.SIGCONT)
            beat = arena.beat(alone, sink, "own", 0.5, **own)
            took = until(lambda: ledger.all_sent(wanted), 90)
            copies = len(sink.accepted())
            beat.kill()
            beat.wait()
    finally:
        broker.stop()
    slowest = max(waits)
    result.figures["frozen: slowest page"] = f"{slowest:.1f} s"
    result.expect(f"frozen: a page answered in {slowest:.1f} s, allowed {FROZEN_PAGE}", slowest <= FROZEN_PAGE)
    result.figures["frozen: all sent after its return"] = f"{took:.1f} s"
    result.exactly("frozen: messages by state", ledger.states(), {"sent": wanted + len(waits)})
    result.exactly("frozen: extra", copies - wanted - len(waits), 0)
