"""Real processes to be killed: a mail server that remembers, Celery workers, and a hand on the broker."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis

# Seconds: a lease ends soon, a refused message comes back soon.
SHORT = {
    "MAIL_LEASE": "5",
    "MAIL_DEADLINE": "2",
    "MAIL_SMTP_TIMEOUT": "2",
    "MAIL_BACKOFF": "1,1,1,1,1,1,1,1,1,1",
    "MAIL_BATCH": "20",
    "LOG_LEVEL": "WARNING",
}
PYTHON = sys.executable


@dataclass(frozen=True)
class Accepted:
    """One line of the sink's record."""

    message: str
    to: str
    pid: int | None


@dataclass
class Sink:
    process: subprocess.Popen[str]
    record: Path
    port: int

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def accepted(self) -> list[Accepted]:
        return [Accepted(**json.loads(line)) for line in self.record.read_text().splitlines()]


@contextmanager
def sink(folder: Path, *, refused: float = 0.0, pause: float = 0.0) -> Iterator[Sink]:
    record = folder / "accepted.jsonl"
    record.touch()
    command = [PYTHON, "-m", "tests.chaos.sink", str(record), "--refused", str(refused), "--pause", str(pause)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield Sink(process, record, int(process.stdout.readline()))
    finally:
        process.kill()
        process.communicate()


@dataclass
class Workers:
    """One Celery worker at a time, with two processes that send; `killed` are the senders that died by our hand."""

    env: dict[str, str]
    folder: Path
    senders: int = 2
    killed: list[set[int]] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [PYTHON, "-m", "celery", "-A", "exportprogram", "worker", "-l", "WARNING", "-O", "fair"]
        command += [f"--concurrency={self.senders}", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        with (self.folder / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log, start_new_session=True)

    def kill(self) -> set[int]:
        """SIGKILL to the worker and its children, all at once."""
        assert self.process
        group = {self.process.pid, *children(self.process.pid)}
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.killed.append(group)
        return group

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.process = None


def children(parent: int) -> set[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {int(each) for each in found}


def flush(url: str) -> None:
    """Take everything out of the broker's database: queue, bindings, what was being worked on."""
    client = redis.Redis.from_url(url)
    client.flushdb()
    client.close()


def wait_until(condition, seconds: float, ask) -> None:
    """Call `ask` (the beat, in fast motion) until `condition` holds. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"not so after {seconds} s")
        ask()
        time.sleep(0.1)
