"""Processes of a throw-away installation: its own data folder, ports and environment."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

BASE = Path(__file__).resolve().parents[2]
OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SITE_URL",
    "TESTING",
    "SECRET_KEY",
    "DEMO",
    "DEBUG",
    "DOCUMENTS_ROOT",
)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@dataclass(frozen=True)
class Installation:
    """`var` stands for the checkout's var/; every process started here carries its path in its environment."""

    var: Path
    port: int
    inbox_port: int
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        ports = {"PORT": str(self.port), "INBOX_PORT": str(self.inbox_port)}
        return inherited | ports | {"VAR_DIR": str(self.var), "DEMO": "0", "DEBUG": "1"}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=BASE,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def shell(self, code: str) -> subprocess.Popen[str]:
        """A command that uses the database."""
        return self.start("manage.py", "shell", "--no-imports", "-v0", "-c", code)

    def end(self) -> None:
        """Kill what a test left running and close its output."""
        for process in self.started:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

    def processes(self) -> list[str]:
        """The command lines of all living processes of this installation."""
        mark = f"VAR_DIR={self.var}".encode()
        return [line for pid in Path("/proc").glob("[0-9]*") if (line := _command_line(pid, mark))]


def _command_line(pid: Path, mark: bytes) -> str:
    try:
        if mark in (pid / "environ").read_bytes().split(b"\0"):
            return (pid / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        pass
    return ""
