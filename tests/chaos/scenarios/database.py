"""PostgreSQL stopped hard (immediate) while reminders are handed over and sent, and while a page is asked for.

The server is one of its own, with the durability of production: what it said was committed has to be there.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from exportprogram.services.postgres import Postgres, binaries
from tests.chaos import arena, crowd, ledger, site
from tests.chaos.stage import Result, Stage, until

NAME = "database"
PROMISE = "PostgreSQL stopped hard: nothing lost, one extra copy per sender and stop at most, pages answer again in 5 s"
SENDERS = 2
WEB_BACK: float = 5.0
LIVE = {"TESTING": "0", "DEBUG": "1", "DEMO": "0"}
"""The site with its connections kept open between requests, as in production."""


def play(stage: Stage) -> None:
    wanted, stops = stage.size(1000, 60), stage.size(10, 2)
    result, back = stage.result, []
    with own_server(stage) as (server, own), arena.sink(stage.folder, pause=0.005) as sink:
        crowd.invited(wanted)
        nudge = arena.Nudge(stage.env["REDIS_URL"], 0.3)
        with site.serving(stage, sink, **own, **LIVE) as pages, arena.node(stage, sink, senders=SENDERS, **own):
            for number in range(stops):
                goal = wanted * (2 * number + 1) // (2 * stops + 1)
                until(lambda goal=goal: len(sink.accepted()) >= goal, 300, nudge)
                stop_hard(server)
                result.expect("without its database the site says so", not pages.answers("/health/"))
                server.start()
                back.append(until(lambda: pages.answers("/health/"), 60))
                stage.say(f"{number + 1} of {stops} stops")
            until(lambda: ledger.all_sent(wanted), 300, nudge)
        reckoned(result, wanted, stops, sink)
    result.figures["pages answer again, the slowest"] = f"{max(back):.1f} s"
    result.expect(f"pages answered after {max(back):.1f} s, allowed {WEB_BACK}", max(back) < WEB_BACK)


def reckoned(result: Result, wanted: int, stops: int, sink: arena.Sink) -> None:
    """The senders live on: an extra copy is not excused by a death but by the stop, one for each sender."""
    accepted = sink.accepted()
    result.note(stops=stops, reminders=wanted)
    result.exactly("lines twice in the ledger", ledger.doubled(), 0)
    result.exactly("messages by state", ledger.states(), {"sent": wanted})
    result.exactly("lost", len(set(ledger.message_ids()) - {each.message for each in accepted}), 0)
    result.at_most(f"extra (senders x stops: {SENDERS * stops})", len(accepted) - wanted, SENDERS * stops)


def stop_hard(server: Postgres) -> None:
    connection.close()
    assert server.process
    os.kill(server.process.pid, signal.SIGQUIT)
    server.process.wait(30)
    server.process = None
    time.sleep(0.3)


@contextmanager
def own_server(stage: Stage) -> Iterator[tuple[Postgres, dict[str, str]]]:
    """A server with a copy of this process's database, which this process works on too; and the others' environment."""
    server = Postgres(stage.folder / "db")
    server.start()
    server.ensure("chaos")
    before = dict(connection.settings_dict)
    copied(before, server)
    connection.close()
    connection.settings_dict |= {"NAME": "chaos", "HOST": str(server.sockets), "USER": "postgres"}
    try:
        yield server, {"DATABASE_URL": server.url("chaos")}
    finally:
        connection.close()
        connection.settings_dict |= {key: before[key] for key in ("NAME", "HOST", "USER")}
        server.stop()


def copied(source: dict, server: Postgres) -> None:
    tools = binaries()
    dump = [tools / "pg_dump", "-h", source["HOST"], "-U", "postgres", source["NAME"]]
    restore = [tools / "psql", "-q", "-h", server.sockets, "-U", "postgres", "-v", "ON_ERROR_STOP=1", "chaos"]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
        subprocess.run(restore, stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)
    assert dumping.returncode == 0
