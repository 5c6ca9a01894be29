"""The site as it is served, gunicorn's own processes on a test's database; and a browser's requests without one."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from exportprogram.services.processes import launch, stop

BASE = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
TYPED = "application/x-www-form-urlencoded"
"""Seconds; a slow machine starts a worker in ten."""


@dataclass(frozen=True)
class Answer:
    """`status` is 0 when the server died before it answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def leads_to(self) -> str:
        return self.headers.get("Location", "")


@dataclass
class Browser:
    """Somebody's cookies on one server; a new connection each time."""

    port: int
    cookies: dict[str, str]

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, form: Mapping[str, Any]) -> Answer:
        """With the CSRF token of the page that was drawn, or one of its own."""
        body = urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **form}, doseq=True)
        return self._ask("POST", path, body)

    def marks(self, path: str) -> dict[str, str]:
        """The hidden marks of a page as it is drawn now."""
        return dict(re.findall(r'name="(seen|sheet)" value="([^"]*)"', self.get(path).text))

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {"Host": "testserver", "Cookie": cookies, "Content-Type": TYPED})
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read().decode())
        except (http.client.HTTPException, ConnectionError):
            return Answer(0)
        finally:
            connection.close()


@contextmanager
def served(env: Mapping[str, str], *, workers: int = 1, fault: str = "") -> Iterator[int]:
    """A port on which gunicorn answers; its workers die at the named point, if one is given."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "exportprogram.wsgi", "--bind", f"127.0.0.1:{port}"]
    options = ["--worker-class", "gthread", "--threads", "4", "--workers", str(workers), "--no-control-socket"]
    process = launch(
        [*command, *options, "--log-level", "critical"],
        output=subprocess.DEVNULL,
        death_signal=signal.SIGTERM,
        env={**os.environ, **env, "FAULT": fault},
        cwd=BASE,
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        stop(process, signal.SIGTERM, patience=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if Browser(port, {}).get("/health/").status:
            return
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")
