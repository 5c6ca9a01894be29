"""A small client of clamd, ClamAV's daemon: one command, INSTREAM, over TCP or a local socket.

https://docs.clamav.net/manual/Usage/ClamdProtocol.html. clamd may answer, and hang up, before everything was sent
(size limit): the answer is read all the same. It passes what is larger than its own MaxFileSize unless it is set to
alert (docs/documents.md).
"""

import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

PORT: Final = 3310
CHUNK: Final = 65_536
LONGEST_ANSWER: Final = 4_096


class Unavailable(Exception):
    """No verdict: clamd is away, too slow, or did not understand."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found` is the virus as clamd names it, "" for a clean file."""

    found: str = ""


def scan(blocks: Iterable[bytes], *, url: str, seconds: float) -> Verdict:
    """Ask the clamd at `url` (tcp://host:port, unix:///path) about a file. Raises Unavailable after `seconds`."""
    until = time.monotonic() + seconds
    try:
        with _connected(url, seconds) as line:
            return _verdict(_asked(line, blocks, until))
    except (OSError, ValueError) as error:
        raise Unavailable(f"{type(error).__name__}: {error}") from error


def is_there(*, url: str, seconds: float) -> bool:
    try:
        with _connected(url, seconds) as line:
            line.sendall(b"zPING\0")
            return _answer(line, time.monotonic() + seconds) == "PONG"
    except (OSError, ValueError, Unavailable):
        return False


def _connected(url: str, seconds: float) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "localhost", parts.port or PORT), timeout=seconds)
    if parts.scheme != "unix":
        raise ValueError(f"CLAMD_URL begins with tcp:// or unix://, not {parts.scheme}://")
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(seconds)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _asked(line: socket.socket, blocks: Iterable[bytes], until: float) -> str:
    with suppress(BrokenPipeError, ConnectionResetError):  # it has said why, perhaps
        _send(line, blocks, until)
    return _answer(line, until)


def _send(line: socket.socket, blocks: Iterable[bytes], until: float) -> None:
    line.sendall(b"zINSTREAM\0")
    for block in blocks:
        for start in range(0, len(block), CHUNK):
            part = block[start : start + CHUNK]
            line.settimeout(_left(until))
            line.sendall(len(part).to_bytes(4, "big") + part)
    line.sendall((0).to_bytes(4, "big"))


def _answer(line: socket.socket, until: float) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        line.settimeout(_left(until))
        block = line.recv(LONGEST_ANSWER)
        if not block:
            break
        said += block
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("clamd took too long")
    return left


def _verdict(said: str) -> Verdict:
    """Only "OK" is clean; whatever is not understood is no verdict."""
    if said == "stream: OK":
        return Verdict()
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Verdict(said.removeprefix("stream: ").removesuffix(" FOUND")[:120] or "?")
    raise Unavailable(f"clamd said {said!r}" if said else "clamd hung up")
