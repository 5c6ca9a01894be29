"""The local inbox of `make run`: an SMTP server that delivers to nobody, and a page that shows what it took.

`python -m exportprogram.services.inbox <smtp socket> <web socket>`, both listening sockets handed over by number.
Messages are kept in `var/inbox`, a maildir. What a message holds is never trusted: text is escaped, HTML is shown in
a frame that may run nothing, load nothing and reach nothing.
"""

import asyncio
import email
import html
import os
import re
import signal
import socket
import sys
import time
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from mailbox import Maildir
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from zoneinfo import ZoneInfo

from aiosmtpd.smtp import SMTP, Envelope, Session

from . import answers, paths

PER_PAGE = 50
LARGEST = 20 * 1024 * 1024
LONGEST_FORM = 200_000
REFUSED = ".refused.example"
"""The end of addresses that are answered as a mailbox which no longer exists."""
CASABLANCA = ZoneInfo("Africa/Casablanca")

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
MESSAGE_POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox {SANDBOX}"
)

CSS = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .35rem .5rem; border-bottom: 1px solid #8886; vertical-align: top; }
td { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border: 1px solid #8886; padding: 1rem; }
iframe { width: 100%; height: 38rem; border: 1px solid #8886; background: #fff; }
input, textarea, button { font: inherit; padding: .25rem .5rem; }
textarea { width: 100%; box-sizing: border-box; }
"""


class Store:
    """The maildir, with the headers of what is in it kept in memory."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.maildir = Maildir(folder, create=True)
        self.headers: dict[str, EmailMessage] = {}
        self.lock = Lock()
        self.number = count()

    def add(self, content: bytes) -> None:
        """As Maildir.add, without its wait for the disk: nothing here has to survive a power cut."""
        name = f"{time.time_ns():020d}.{os.getpid()}_{next(self.number)}.inbox"
        (self.folder / "tmp" / name).write_bytes(content)
        (self.folder / "tmp" / name).rename(self.folder / "new" / name)

    def newest_first(self, query: str) -> list[tuple[str, EmailMessage]]:
        """Keys and headers of the messages whose addresses or subject contain `query`."""
        with self.lock:
            keys = self.maildir.keys()
            for key in keys:
                if key not in self.headers:
                    self.headers[key] = self._parse(key, headers_only=True)
        found = [(key, self.headers[key]) for key in keys if query in _searchable(self.headers[key])]
        return sorted(found, key=lambda item: item[0], reverse=True)

    def get(self, key: str) -> EmailMessage | None:
        with self.lock:
            return self._parse(key) if key in self.maildir else None

    def _parse(self, key: str, *, headers_only: bool = False) -> EmailMessage:
        content = self.maildir.get_bytes(key)
        if headers_only:
            content = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0] + b"\n\n"
        return email.message_from_bytes(content, policy=policy.default)


def _searchable(message: EmailMessage) -> str:
    return f"{message['To']} {message['From']} {message['Subject']}".lower()


class Receiver:
    """aiosmtpd's handler: everything is accepted but the addresses made to be refused, so that one sees that too."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.endswith(REFUSED):
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        self.store.add(content if isinstance(content, bytes) else content.encode())
        return "250 Message accepted for delivery"


class Pages(BaseHTTPRequestHandler):
    """The list, a message with its HTML part, and answering it as its receiver."""

    store: Store

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = parse_qs(address.query)
        match address.path.strip("/").split("/"):
            case [""]:
                page = query.get("page", [""])[0]
                self._list(query.get("q", [""])[0], int(page) if page.isdecimal() else 1)
            case ["inbox.css"]:
                self._answer(CSS, "text/css")
            case ["message", key]:
                self._message(key, answered="answered" in query)
            case ["message", key, "html"]:
                self._html(key)
            case _:
                self._answer("Not found", "text/plain", status=404)

    def do_POST(self) -> None:
        """An answer, posted from a page of ours: another site's form is refused."""
        size = self.headers["Content-Length"] or ""
        content = self.rfile.read(min(int(size), LONGEST_FORM) if size.isdecimal() else 0)
        form = parse_qs(content.decode("utf-8", "replace"))
        match urlsplit(self.path).path.strip("/").split("/"):
            case ["message", key, "reply"] if self._is_ours() and (message := self.store.get(key)):
                answers.drop(answers.answer(message, form.get("text", [""])[0]), paths.REPLIES)
                self.send_response(303)
                self.send_header("Location", f"/message/{quote(key)}?answered=1")
                self.send_header("Content-Length", "0")
                self.end_headers()
            case _:
                self._answer("Not found", "text/plain", status=404)

    def _is_ours(self) -> bool:
        return urlsplit(self.headers["Origin"] or "").netloc in ("", self.headers["Host"])

    def _list(self, query: str, page: int) -> None:
        found = self.store.newest_first(query.lower())
        page = max(1, page)
        rows = "".join(_row(key, message) for key, message in found[(page - 1) * PER_PAGE : page * PER_PAGE])
        older = (
            f'<p><a href="/?q={quote(query)}&amp;page={page + 1}">Older</a></p>' if len(found) > page * PER_PAGE else ""
        )
        self._page(
            f"Inbox ({len(found)})",
            f'<form><label>Address or subject <input name="q" type="search" value="{html.escape(query)}"></label> '
            f"<button>Search</button></form>"
            f"<table><thead><tr><th>When<th>To<th>Subject</thead><tbody>{rows}</tbody></table>{older}",
        )

    def _message(self, key: str, *, answered: bool) -> None:
        message = self.store.get(key)
        if message is None:
            self._answer("Not found", "text/plain", status=404)
            return
        headers = "".join(
            f"<tr><th>{name}<td dir=auto>{html.escape(str(message[name]))}"
            for name in ("Date", "From", "To", "Reply-To", "Subject", "Message-ID")
            if message[name]
        )
        text, rich = _part(message, "plain"), _part(message, "html")
        body = f"<p><a href='/'>Inbox</a></p><table>{headers}</table>"
        if text is not None:
            body += f"<h2>Text</h2><pre dir=auto>{_with_links(text)}</pre>"
        if rich is not None:
            body += f"<h2>HTML</h2><iframe sandbox='{SANDBOX}' title=HTML src='/message/{quote(key)}/html'></iframe>"
        self._page(str(message["Subject"]), body + _answer_form(key, answered=answered))

    def _html(self, key: str) -> None:
        message = self.store.get(key)
        rich = _part(message, "html") if message else None
        if rich is None:
            self._answer("Not found", "text/plain", status=404)
        else:
            self._answer('<base target="_blank">' + rich, "text/html", content_policy=MESSAGE_POLICY)

    def _page(self, title: str, body: str) -> None:
        self._answer(
            "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
            f"<title>{html.escape(title)}</title><link rel=stylesheet href=/inbox.css>"
            f"<h1 dir=auto>{html.escape(title)}</h1>{body}</html>",
            "text/html",
        )

    def _answer(self, text: str, kind: str, *, status: int = 200, content_policy: str = PAGE_POLICY) -> None:
        content = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", content_policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Not a line per page: the supervisor's output is for people."""


def _answer_form(key: str, *, answered: bool) -> str:
    said = "<p role=status>Answered. The site reads its mailbox every two minutes.</p>" if answered else ""
    return (
        f"<h2 id=answer>Answer, as the person it was written to</h2>{said}"
        f"<form method=post action='/message/{quote(key)}/reply'>"
        "<label>Text<br><textarea name=text rows=6 dir=auto required></textarea></label><p><button>Send</button></form>"
    )


def _row(key: str, message: EmailMessage) -> str:
    return (
        f"<tr><td>{_when(message)}<td>{html.escape(str(message['To'] or ''))}"
        f"<td dir=auto><a href='/message/{quote(key)}'>{html.escape(str(message['Subject'] or '(no subject)'))}</a>"
    )


def _when(message: EmailMessage) -> str:
    try:
        return f"{parsedate_to_datetime(str(message['Date'])).astimezone(CASABLANCA):%Y-%m-%d %H:%M}"
    except (TypeError, ValueError):
        return ""


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else None


def _with_links(text: str) -> str:
    """Escaped text with its http addresses as links."""
    escaped = html.escape(text)
    return re.sub(r"https?://[^\s<>&]+", lambda found: f'<a rel=noopener href="{found[0]}">{found[0]}</a>', escaped)


async def _serve_mail(store: Store, listening: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Receiver(store), data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="inbox"), sock=listening
    )
    async with server:
        await server.serve_forever()


def main(smtp: int, web: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    store = Store(paths.VAR / "inbox")
    Pages.store = store
    pages = ThreadingHTTPServer(("", 0), Pages, bind_and_activate=False)
    pages.socket = socket.socket(fileno=web)
    Thread(target=pages.serve_forever, daemon=True).start()
    asyncio.run(_serve_mail(store, socket.socket(fileno=smtp)))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
