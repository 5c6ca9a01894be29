"""The embedded database of this checkout, shared by every command that needs it.

Each user of it (a command, the supervisor and its children) holds a shared lock on one file as long as it lives. The
first one starts a *keeper*, a process of its own that runs the server, and the keeper stops the server as soon as it
gets the same lock for itself alone, that is when the last user is gone, however it went. See docs/adr/0002.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import django

from companies.common.boot import check_time

from . import paths
from .postgres import Postgres
from .processes import ServiceError

DATABASE = "exportprogram"

PRODUCTION = ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL")
"""Any of these set means that somebody configured the site."""

WITHOUT_DATABASE = {"check", "collectstatic", "help", "makemessages", "messages", "proportions", "version"}


def demonstrate_unless_configured() -> None:
    """Let a command typed in a fresh checkout work on the demonstration; a configured one is left alone."""
    chosen = any(name in os.environ for name in ("DEMO", "DEBUG", "TESTING"))
    if not chosen and not any(os.environ.get(name) for name in PRODUCTION):
        os.environ["DEMO"] = "1"


def server() -> Postgres:
    return Postgres(paths.VAR)


@contextmanager
def database_for_command(arguments: Sequence[str]) -> Iterator[None]:
    """Run one `manage.py` command: with the embedded database up, unless another is configured, and on the right time.

    Commands that ask no database are left alone.
    """
    if not arguments or arguments[0].startswith("-") or arguments[0] in WITHOUT_DATABASE:
        yield
        return
    with _held_database():
        django.setup()
        check_time()
        yield


@contextmanager
def _held_database() -> Iterator[None]:
    if os.environ.get("DATABASE_URL"):
        yield
        return
    try:
        lock = hold()
    except ServiceError as error:
        sys.exit(str(error))
    with lock:
        yield


def hold() -> IO[str]:
    """Start the embedded database unless it runs, and keep it up until the returned lock is closed.

    Raises ServiceError.
    """
    lock = _lock_file("users")
    # Waits while a keeper that found nobody left stops the server.
    fcntl.flock(lock, fcntl.LOCK_SH)
    with _lock_file("start") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        postgres = server()
        if not postgres.answers():
            _start_keeper()
        postgres.ensure(DATABASE)
    return lock


def _lock_file(name: str) -> IO[str]:
    paths.VAR.mkdir(exist_ok=True)
    return (paths.VAR / f"{name}.lock").open("w")


def _start_keeper() -> None:
    """Start the keeper in its own session and wait for its one line: empty, or what went wrong."""
    log = paths.VAR / "log" / "keeper.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    reader, writer = os.pipe()
    with log.open("ab") as output, os.fdopen(reader) as report:
        subprocess.Popen(
            [sys.executable, "-m", "exportprogram.services.keeper", str(writer)],
            cwd=paths.BASE,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=[writer],
        )
        os.close(writer)
        said = report.read()
    if said != "ready\n":
        raise ServiceError(said.strip() or f"The embedded database did not start, see {log}")


def wait_until_stopped(patience: float = 15) -> None:
    """Return when the keeper has stopped the server and let go of the lock, or when others still use it."""
    deadline = time.monotonic() + patience
    while _keeper_is_at_it() and time.monotonic() < deadline:
        time.sleep(0.05)


def _keeper_is_at_it() -> bool:
    """Whether the server is about to be stopped: it is there, but nobody shares the users' lock."""
    with _lock_file("users") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return (server().data / "postmaster.pid").exists()
