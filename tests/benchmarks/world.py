"""What the bench runs on: a private PostgreSQL and broker, a database per size, a web server for each."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from exportprogram.services import paths
from exportprogram.services.broker import Broker
from exportprogram.services.postgres import Postgres
from exportprogram.services.processes import launch, stop
from tests.benchmarks.client import HOST, Client

BASE = "bench"
GUNICORN = ["--worker-class", "sync", "--workers", "2", "--no-control-socket", "--log-level", "warning"]
PATIENCE = 60.0


@dataclass
class World:
    """`folder` is thrown away at the end. The database server keeps its production defaults, fsync included."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="xp-bench-", dir="/tmp")))

    def __post_init__(self) -> None:
        self.postgres, self.broker = Postgres(self.folder), Broker(self.folder)

    @contextmanager
    def running(self) -> Iterator[None]:
        with ExitStack() as stack:
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.postgres.start()
            stack.callback(self.postgres.stop)
            self.broker.start()
            stack.callback(self.broker.stop)
            yield

    def configure(self, smtp_port: int) -> None:
        """This process and its children get production's configuration on the services of the bench."""
        for name in ("DEMO", "DEBUG", "TESTING", "CACHE_URL"):
            os.environ.pop(name, None)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}",
            "DATABASE_URL": self.postgres.url(BASE),
            "REDIS_URL": self.broker.url(0),
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
            "STATIC_ROOT": str(self.folder / "static"),
        }

    @contextmanager
    def sink(self) -> Iterator[int]:
        """A mail server that counts and forgets; its port."""
        process = launch(
            [sys.executable, "-m", "tests.benchmarks.sink"],
            output=subprocess.PIPE,
            death_signal=signal.SIGTERM,
            cwd=paths.BASE,
        )
        try:
            yield int(process.stdout.readline()) if process.stdout else 0
        finally:
            stop(process, signal.SIGTERM, patience=5)

    @contextmanager
    def web(self, database: str) -> Iterator[Client]:
        """gunicorn on that database, warm in none of its workers yet; a client without session."""
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "tests.benchmarks.wsgi", "--bind", f"127.0.0.1:{port}", *GUNICORN]
        process = launch(
            command,
            output=sys.stderr.fileno(),
            death_signal=signal.SIGTERM,
            env=os.environ | {"DATABASE_URL": self.postgres.url(database)},
            cwd=paths.BASE,
        )
        try:
            _wait(port, process)
            yield Client(port)
        finally:
            stop(process, signal.SIGTERM, patience=10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            Client(port).get("/floor")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web server of the bench did not start")
