"""A mailbox by IMAP, over TLS only. Mail is read without touching its flags, and put aside once it has been noted."""

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, unquote

from django.core.exceptions import ImproperlyConfigured

from companies.mail.inbound.sources import FIRST_BYTES, LARGEST, Trouble

TIMEOUT: Final = 20.0
"""Seconds for each answer; the whole has a deadline besides."""
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
_ERRORS: Final = (imaplib.IMAP4.error, OSError, ValueError)


@dataclass(frozen=True)
class Imap:
    """`done` is the folder for what was read; without it, mail is marked as seen, and what is seen counts as read."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    done: str
    implicit_tls: bool

    @classmethod
    def of(cls, address: SplitResult) -> "Imap":
        if not (address.hostname and address.username and address.password):
            raise ImproperlyConfigured("MAILBOX_URL needs user, password and host: imaps://user:password@host/INBOX.")
        implicit = address.scheme == "imaps"
        return cls(
            host=address.hostname,
            port=address.port or (993 if implicit else 143),
            user=unquote(address.username),
            password=unquote(address.password),
            folder=_name(unquote(address.path.strip("/")) or "INBOX"),
            done=_name(parse_qs(address.query).get("done", [""])[0]),
            implicit_tls=implicit,
        )

    @contextmanager
    def opened(self, seconds: float) -> Iterator["Session"]:
        client = self._connected()
        watch = threading.Timer(seconds, _cut, [client])
        watch.daemon = True
        watch.start()
        try:
            yield Session(client, self.folder, self.done)
        finally:
            watch.cancel()
            _left(client)

    def _connected(self) -> imaplib.IMAP4:
        """Raises Trouble. A server that offers no TLS is not told the password."""
        try:
            client = self._greeted()
        except _ERRORS as error:
            raise Trouble(words(error)) from error
        try:
            if not self.implicit_tls:
                client.starttls(ssl.create_default_context())
            client.login(self.user, self.password)
        except _ERRORS as error:
            _cut_off(client)
            raise Trouble(words(error)) from error
        return client

    def _greeted(self) -> imaplib.IMAP4:
        if not self.implicit_tls:
            return imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=TIMEOUT)


class Session:
    """A mailbox that has been opened."""

    def __init__(self, client: imaplib.IMAP4, folder: str, done: str) -> None:
        self.client, self.done = client, done
        can = b" ".join(_flat(_asked(client.capability)))  # asked again: most is told to who has signed in
        self.can = frozenset(can.decode("ascii", "replace").upper().split())
        _asked(client.select, _quoted(folder))
        if done:
            with suppress(*_ERRORS):
                client.create(_quoted(done))  # refused when it is there

    def letters(self, most: int) -> Iterator["Sent"]:
        wanted = "UNDELETED" if self.done else "UNSEEN UNDELETED"
        (found,) = _asked(self.client.uid, "SEARCH", wanted)[:1] or [b""]
        for uid in (found or b"").split()[:most]:
            letter = self._fetched(uid.decode())
            if letter:
                yield letter

    def _fetched(self, uid: str) -> "Sent | None":
        """None for a mail that has just been taken away."""
        sizes = _asked(self.client.uid, "FETCH", uid, "(RFC822.SIZE)")
        match = _SIZE.search(b" ".join(_flat(sizes)))
        if not match:
            return None
        cut = int(match[1]) > LARGEST
        part = f"(BODY.PEEK[]<0.{FIRST_BYTES}>)" if cut else "(BODY.PEEK[])"
        literals = [item[1] for item in _asked(self.client.uid, "FETCH", uid, part) if isinstance(item, tuple)]
        return Sent(self, uid, literals[0], cut) if literals else None

    def put_aside(self, uid: str) -> None:
        _asked(self.client.uid, "STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
        if not self.done:
            return
        if "MOVE" in self.can:
            _asked(self.client.uid, "MOVE", uid, _quoted(self.done))
            return
        _asked(self.client.uid, "COPY", uid, _quoted(self.done))
        _asked(self.client.uid, "STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.can:  # without it, an expunge would take what others marked along
            _asked(self.client.uid, "EXPUNGE", uid)


@dataclass(frozen=True)
class Sent:
    """A letter in an open session."""

    session: Session
    uid: str
    content: bytes
    cut: bool

    def put_aside(self) -> None:
        self.session.put_aside(self.uid)


def _left(client: imaplib.IMAP4) -> None:
    """Politely, if the server still listens."""
    try:
        client.logout()
    except _ERRORS:
        _cut_off(client)


def _cut_off(client: imaplib.IMAP4) -> None:
    with suppress(*_ERRORS):
        client.shutdown()


def _cut(client: imaplib.IMAP4) -> None:
    """Ends a read that drips a byte now and then, which no time-out of a socket would."""
    with suppress(*_ERRORS):
        client.sock.shutdown(socket.SHUT_RDWR)


def _asked(command: Any, *arguments: str) -> list[Any]:
    """The data of an answer that says OK. Raises Trouble."""
    try:
        status, data = command(*arguments)
    except _ERRORS as error:
        raise Trouble(words(error)) from error
    if status != "OK":
        raise Trouble(f"{' '.join(arguments[:1])}: {b' '.join(_flat(data)).decode('utf-8', 'replace')}"[:300])
    return list(data)


def _flat(data: list[Any]) -> list[bytes]:
    return [item if isinstance(item, bytes) else item[0] for item in data if item]


def _name(folder: str) -> str:
    if not folder.isascii() or any(ord(letter) < 32 or letter in '"\\' for letter in folder):
        raise ImproperlyConfigured("MAILBOX_URL: the name of a folder is written in plain letters.")
    return folder


def _quoted(folder: str) -> str:
    return f'"{folder}"'


def words(error: BaseException) -> str:
    """Never holds the password: servers do not repeat it."""
    return f"{type(error).__name__}: {error}"[:300]
