"""Real processes to be killed: a mail server that remembers, Celery workers, beats and ticks, the site; and the broker.

Every process dies with the one that plays the scenario.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import redis

from exportprogram.services.processes import launch
from tests.chaos import identity
from tests.chaos.oracle import Accepted
from tests.chaos.stage import Stage, until

PYTHON = sys.executable
SHIFTED = [PYTHON, "-m", "tests.chaos.shifted"]
DEATH = re.compile(r"pid:(\d+) exited with 'signal 9")
QUEUE = "celery"


# --- The mail server


@dataclass
class Sink:
    """`accepted` reads on where it stopped the last time: the record of a long run is long."""

    process: subprocess.Popen[bytes]
    record: Path
    mode: Path
    port: int
    _read: int = 0
    _lines: list[Accepted] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def accepted(self) -> list[Accepted]:
        with self.record.open("rb") as file:
            file.seek(self._read)
            whole, newline, _half = file.read().rpartition(b"\n")
        self._read += len(whole) + len(newline)
        self._lines += [Accepted(**json.loads(line)) for line in whole.splitlines()]
        return self._lines

    def behave(self, mode: str = "") -> None:
        """From the next connection on; "" is well."""
        self.mode.write_text(mode)


@contextmanager
def sink(folder: Path, *, refused: float = 0.0, pause: float = 0.0) -> Iterator[Sink]:
    record, mode = folder / "accepted.jsonl", folder / "mode"
    record.touch()
    mode.touch()
    command = [PYTHON, "-m", "tests.chaos.sink", str(record), str(mode)]
    command += ["--refused", str(refused), "--pause", str(pause)]
    process = launch(command, output=subprocess.PIPE, death_signal=signal.SIGKILL)
    assert process.stdout
    try:
        yield Sink(process, record, mode, int(process.stdout.readline()))
    finally:
        process.kill()
        process.communicate()


# --- Workers


@dataclass
class Node:
    """One Celery worker with its sending processes. `killed` are the processes that died by our hand."""

    stage: Stage
    sink: Sink
    name: str = "a"
    senders: int = 2
    more: dict[str, str] = field(default_factory=dict)
    killed: set[str] = field(default_factory=set)
    ended: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.stage.folder / f"worker-{self.name}.log"

    def start(self, **more: str) -> "Node":
        command = [*SHIFTED, "celery", "-A", "exportprogram", "worker", "-l", "WARNING", "-O", "fair"]
        command += [f"--concurrency={self.senders}", "-n", f"{self.name}@chaos"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        env = self.stage.environment(EMAIL_URL=self.sink.url, **self.more, **more)
        with self.log.open("ab") as log:
            self.process = launch(command, output=log, death_signal=signal.SIGKILL, env=env)
        return self

    def keep(self) -> None:
        """Start it again if it ended by itself, as whoever looks after the processes of a site does.

        Celery gives up when a sender is killed before it was ready ("Could not start worker processes").
        """
        if self.process and self.process.poll() is not None:
            self.ended += 1
            self.start()

    def pids(self) -> set[int]:
        return children(self.process.pid) if self.process else set()

    def living(self) -> list[int]:
        """Its senders, without those we killed and it has not buried yet."""
        return sorted(pid for pid in self.pids() if identity.of(pid) not in {None, *self.killed})

    def kill(self) -> None:
        """SIGKILL to the worker and its children, all at once."""
        assert self.process
        os.kill(self.process.pid, signal.SIGSTOP)  # it forks no other sender while we look
        self.killed |= {identity.of(pid) for pid in (self.process.pid, *self.pids())} - {None}
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def kill_one(self, chance: random.Random) -> None:
        """SIGKILL to one of its senders, whatever it is doing."""
        pid = chance.choice(self.living())
        self.killed |= {identity.of(pid)} - {None}
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def died(self) -> list[int]:
        """The numbers of the senders whose end by SIGKILL, ours or their own, the worker has noticed."""
        return [int(pid) for pid in DEATH.findall(self.log.read_text())] if self.log.exists() else []

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.process = None


@contextmanager
def node(stage: Stage, sink: Sink, name: str = "a", *, senders: int = 2, **more: str) -> Iterator[Node]:
    made = Node(stage, sink, name, senders, more).start()
    try:
        yield made
    finally:
        made.stop()


def children(parent: int) -> set[int]:
    with suppress(OSError):
        return {int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()}
    return set()


# --- Without a worker


def command(stage: Stage, sink: Sink, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
    """A management command of the site, begun."""
    env = stage.environment(**{"EMAIL_URL": sink.url, **more})
    with (stage.folder / "commands.log").open("ab") as log:
        return launch([*SHIFTED, "manage", *arguments], output=log, death_signal=signal.SIGKILL, env=env)


def tick(stage: Stage, sink: Sink, **more: str) -> int:
    """`manage.py outreach tick` to its end; its exit status."""
    return command(stage, sink, "outreach", "tick", **more).wait()


def sweeps(stage: Stage, sink: Sink, moments: Sequence[datetime], **more: str) -> list[int]:
    """What cron does at these business instants, in one process with its clock there; the mails that left at each."""
    env = stage.environment(**{"EMAIL_URL": sink.url, **more})
    command = [*SHIFTED, "sweeps", *(each.isoformat() for each in moments)]
    with (stage.folder / "commands.log").open("ab") as log:
        said = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=log, check=True, text=True).stdout
    return [int(line) for line in said.split()]


def deliver(stage: Stage, sink: Sink, **more: str) -> subprocess.Popen[bytes]:
    """A sender by itself, until the outbox is empty, begun."""
    env = stage.environment(EMAIL_URL=sink.url, **more)
    with (stage.folder / "commands.log").open("ab") as log:
        return launch([*SHIFTED, "deliver"], output=log, death_signal=signal.SIGKILL, env=env)


def beat(stage: Stage, sink: Sink, name: str, seconds: float, **more: str) -> subprocess.Popen[bytes]:
    """A Celery beat that ticks every so many seconds; to be killed by who started it."""
    command = [*SHIFTED, "celery", "-A", "exportprogram", "beat", "--pidfile", "", "-l", "WARNING"]
    command += ["--schedule", str(stage.folder / f"beat-{name}"), "--max-interval", "1"]
    env = stage.environment(EMAIL_URL=sink.url, CHAOS_BEAT=str(seconds), **more)
    with (stage.folder / f"beat-{name}.log").open("ab") as log:
        return launch(command, output=log, death_signal=signal.SIGKILL, env=env)


# --- The broker


@dataclass
class Nudge:
    """Beat in fast motion: a tick and a delivery every so many seconds, unless they still wait to be taken."""

    url: str
    seconds: float = 0.5
    plan: bool = True
    _last: float = 0.0

    def __call__(self) -> None:
        if time.monotonic() - self._last > self.seconds and self._waiting() < 4:
            self._last = time.monotonic()
            from companies.mail.tasks import deliver  # needs Django set up
            from companies.outreach.tasks import tick as plan

            if self.plan:
                plan.delay()
            deliver.delay()

    def _waiting(self) -> int:
        with redis.Redis.from_url(self.url) as client:
            return int(client.llen(QUEUE))


def flush(url: str) -> None:
    """Take everything out of the broker's database: queue, bindings, what was being worked on."""
    with redis.Redis.from_url(url) as client:
        client.flushdb()


def wait_for_nobody(nodes: list[Node], seconds: float = 60) -> None:
    """Until every node has its senders."""
    until(lambda: all(len(each.pids()) >= each.senders for each in nodes), seconds)
