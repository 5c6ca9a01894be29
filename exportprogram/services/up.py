"""The supervisor behind `make run`: starts everything in order, watches it, stops it in the opposite order.

`python -m exportprogram.services.up`. What is configured by DATABASE_URL, REDIS_URL or EMAIL_URL is not started.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, NoReturn

from . import catalogues, embedded, paths, status
from .broker import Broker
from .output import relay, repeat, say
from .processes import ServiceError, launch, stop

SETUP = [["migrate", "--no-input", "--verbosity", "0"], ["load_reference"]]
DEMONSTRATION = [["demo_load", "--if-empty"]]
WEB_READY = 60.0
"""Seconds until the web server must have answered."""

GUNICORN = ["gunicorn", "exportprogram.wsgi", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
GUNICORN += ["--no-control-socket", "--graceful-timeout", "5", "--log-level", "warning"]
CELERY = ["celery", "-q", "-A", "exportprogram"]
WORKER = [*CELERY, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
BEAT = [*CELERY, "beat", "--pidfile", "", "--loglevel", "WARNING", "--schedule", str(paths.VAR / "beat" / "schedule")]


@dataclass
class Child:
    """A running process and how long it may take to stop."""

    name: str
    process: subprocess.Popen[bytes]
    patience: float = 10.0


@dataclass
class Supervisor:
    """Starts and stops the parts; `children` in the order they were started."""

    host: str
    port: int
    inbox_port: int
    children: list[Child] = field(default_factory=list)
    keep_open: list[int] = field(default_factory=list)

    @property
    def site(self) -> str:
        return os.environ.get("SITE_URL") or f"http://{_name(self.host)}:{self.port}"

    @property
    def inbox(self) -> str:
        return f"http://{_name(self.host)}:{self.inbox_port}"

    def run(self) -> None:
        """Until Ctrl-C, or until one of the parts ends by itself."""
        with ExitStack() as stack:
            self.services(stack)
            stack.callback(self._stop_children)
            self.set_up()
            self._site()
            self._announce()
            self._watch()

    def services(self, stack: ExitStack) -> None:
        """Start database, broker and inbox, as far as none is configured; `stack` stops them. Raises ServiceError."""
        _listen(self.host, self.port, "PORT").close()
        mail = [] if os.environ.get("EMAIL_URL") else self._inbox_sockets(stack)
        smtp_port = mail[0].getsockname()[1] if mail else 0
        status.write(status.Status(os.getpid(), self.site, self.inbox if mail else "", smtp_port))
        stack.enter_context(self._database())
        stack.enter_context(broker())
        if mail:
            stack.enter_context(_inbox(mail))

    def _inbox_sockets(self, stack: ExitStack) -> list[socket.socket]:
        """Listening sockets for mail, on any free port, and for the inbox's page."""
        wanted = [("127.0.0.1", 0), (self.host, self.inbox_port)]
        return [stack.enter_context(closing(_listen(host, port, "INBOX_PORT"))) for host, port in wanted]

    @contextmanager
    def _database(self) -> Iterator[None]:
        if os.environ.get("DATABASE_URL"):
            yield
            return
        lock = embedded.hold()
        # The children hold the lock too: should this process be killed, the database outlives the last of them.
        self.keep_open = [lock.fileno()]
        say("database", f"PostgreSQL in {embedded.server().data}")
        try:
            yield
        finally:
            lock.close()
            embedded.wait_until_stopped()
            say("database", "stopped")

    def set_up(self) -> None:
        """Bring the database up to date, and fill an empty one in the demonstration."""
        for command in [*SETUP, *(DEMONSTRATION if _demonstrates() else [])]:
            manage(*command)

    def _site(self) -> None:
        (paths.VAR / "beat").mkdir(exist_ok=True)
        quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
        self._launch("worker", _script(WORKER), patience=20, env=quiet)
        self._launch("beat", _script(BEAT))
        web = self._launch("web", _script([*GUNICORN, "--bind", f"{self.host}:{self.port}"]))
        deadline = time.monotonic() + WEB_READY
        while not _serves(self.host, self.port):
            if web.process.poll() is not None or time.monotonic() > deadline:
                raise ServiceError("The web server did not start")
            time.sleep(0.1)

    def _launch(
        self, name: str, command: Sequence[str], *, patience: float = 10, env: dict[str, str] | None = None
    ) -> Child:
        process = launch(
            command,
            output=subprocess.PIPE,
            death_signal=signal.SIGTERM,
            cwd=paths.BASE,
            env=os.environ | (env or {}) | {"PYTHONUNBUFFERED": "1"},
            pass_fds=self.keep_open,
        )
        relay(name, process)
        child = Child(name, process, patience)
        self.children.append(child)
        return child

    def _announce(self) -> None:
        say("web", f"The site:  {self.site}")
        if not os.environ.get("EMAIL_URL"):
            say("inbox", f"Its mail:  {self.inbox}")
        if _demonstrates():
            manage("demo_logins", name="web")

    def _watch(self) -> NoReturn:
        while True:
            for child in self.children:
                if child.process.poll() is not None:
                    raise ServiceError(f"{child.name} ended by itself, with status {child.process.returncode}")
            time.sleep(0.5)

    def _stop_children(self) -> None:
        for child in reversed(self.children):
            stop(child.process, signal.SIGTERM, patience=child.patience)
            say(child.name, "stopped")


def manage(*arguments: str, name: str = "setup") -> None:
    """Run one command to its end, saying what it says. Raises ServiceError when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    process = launch(command, output=subprocess.PIPE, death_signal=signal.SIGTERM, cwd=paths.BASE)
    try:
        repeat(name, process)
        process.wait()
    finally:
        if process.poll() is None:
            stop(process, signal.SIGTERM, patience=10)
    if process.returncode != 0:
        raise ServiceError(f"`manage.py {' '.join(arguments)}` failed")


def _demonstrates() -> bool:
    return os.environ.get("DEMO", "").lower() in {"1", "true", "yes", "on"}


@contextmanager
def broker() -> Iterator[None]:
    if os.environ.get("REDIS_URL"):
        yield
        return
    server = Broker(paths.VAR)
    server.start()
    try:
        yield
    finally:
        server.stop()
        say("broker", "stopped")


@contextmanager
def _inbox(sockets: Sequence[socket.socket]) -> Iterator[None]:
    numbers = [each.fileno() for each in sockets]
    command = [sys.executable, "-m", "exportprogram.services.inbox", *map(str, numbers)]
    process = launch(command, output=subprocess.PIPE, death_signal=signal.SIGTERM, cwd=paths.BASE, pass_fds=numbers)
    relay("inbox", process)
    for each in sockets:
        each.close()
    try:
        yield
    finally:
        stop(process, signal.SIGTERM, patience=5)
        say("inbox", "stopped")


def _script(command: Sequence[str]) -> list[str]:
    """The command as a module of this interpreter: the scripts' first lines break in deep folders."""
    return [sys.executable, "-m", *command]


def _name(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host


def _listen(host: str, port: int, variable: str = "") -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ServiceError(
            f"Port {port} cannot be used ({error.strerror}): choose another, `{variable}={port + 1} make run`."
        ) from None
    listening.listen(64)
    return listening


def _serves(host: str, port: int) -> bool:
    address = f"http://{_name(host)}:{port}/health/"
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def only_one() -> IO[str]:
    """The lock of the one supervisor of this checkout. Raises ServiceError when it is taken."""
    paths.VAR.mkdir(exist_ok=True)
    lock = (paths.VAR / "up.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        running = status.read()
        where = f" (process {running.pid}): {running.site}" if running else ""
        raise ServiceError(f"The site is already running{where}") from None
    return lock


def _stop_on_signal(*_: Any) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def from_environment() -> Supervisor:
    """The supervisor for the addresses that HOST, PORT and INBOX_PORT ask for."""
    host = os.environ.get("HOST", "127.0.0.1")
    if host != "127.0.0.1":
        # Asked to be reachable, under names only the network knows.
        os.environ.setdefault("ALLOWED_HOSTS", "*")
    return Supervisor(host, int(os.environ.get("PORT", "8000")), int(os.environ.get("INBOX_PORT", "8025")))


def main() -> None:
    embedded.demonstrate_unless_configured()
    signal.signal(signal.SIGINT, _stop_on_signal)
    signal.signal(signal.SIGTERM, _stop_on_signal)
    try:
        with only_one():
            catalogues.compile_stale()
            from_environment().run()
    except KeyboardInterrupt:
        return
    except ServiceError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
