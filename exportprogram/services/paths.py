"""Where this checkout keeps what it makes: everything under the git-ignored `var/`, sockets included when they fit."""

import hashlib
import os
import stat
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

BASE = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("VAR_DIR") or BASE / "var")
REPLIES = VAR.resolve() / "replies"
"""What is answered on the local inbox's page, until the site has read it."""

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 107
"""Bytes the kernel leaves for the path of a unix socket."""


def sockets_for(folder: Path) -> Path:
    """The folder for unix sockets of the services that keep their data in `folder`.

    It is `folder`/run, or, when a socket in there would have too long a path, a private folder under /tmp that every
    command of the same checkout works out again for itself.
    """
    near = folder / "run"
    if len(os.fsencode(near / SOCKET_NAME)) <= LONGEST_SOCKET:
        return near
    digest = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return Path("/tmp") / f"exportprogram-{digest}"


def private_folder(path: Path, *, owner: int | None = None) -> Path:
    """Make `path` for its owner's eyes only. `owner` is a user id; without one it is whoever runs this.

    Raises PermissionError when somebody else made it before: /tmp belongs to everyone.
    """
    wanted = os.geteuid() if owner is None else owner
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {wanted, os.geteuid()}:
            raise PermissionError(f"{path} belongs to another user: remove it, or run as that user.") from None
    if path.stat().st_uid != wanted:
        os.chown(path, wanted, -1)
    path.chmod(0o700)
    return path


def next_database(redis_url: str) -> str:
    """The address of the next numbered database on the same server: the cache's, beside the broker's."""
    address = urlsplit(redis_url)
    query = dict(parse_qsl(address.query))
    if address.scheme == "unix":
        return f"unix://{address.path}?db={int(query.get('db', 0)) + 1}"
    if "db" in query:
        return urlunsplit(address._replace(query=urlencode(query | {"db": str(int(query["db"]) + 1)})))
    return urlunsplit(address._replace(path=f"/{int(address.path.strip('/') or 0) + 1}"))


def celery_url(redis_url: str) -> str:
    """The same address in Celery's spelling, which differs for unix sockets."""
    address = urlsplit(redis_url)
    if address.scheme != "unix":
        return redis_url
    number = dict(parse_qsl(address.query)).get("db", "0")
    return f"redis+socket://{address.path}?virtual_host={number}"
