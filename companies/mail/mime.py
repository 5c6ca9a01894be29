"""A message as bytes for the wire. Written out by hand: Python's own classes cost more than the sending."""

import base64
import binascii
import re
from email.header import Header, decode_header, make_header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from companies.mail.attaching import Attachment, attachment_of
from companies.mail.inbound.matching import return_path
from companies.mail.models import Message

CRLF: Final = "\r\n"
_NEVER_IN_AN_ADDRESS: Final = re.compile(r"[\x00-\x20\x7f<>]")
_LONGEST_LINE: Final = 78


def message_id(message: Message) -> str:
    """The same at every attempt, so that a second copy can be known for one."""
    return f"<{message.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def envelope(message: Message) -> tuple[str, str]:
    """From where the mail server may report what it could not deliver, and to whom. Raises ValueError."""
    back = return_path(message) or _address_in(message.from_email or settings.DEFAULT_FROM_EMAIL)
    return back, recipient(message)


def recipient(message: Message) -> str:
    return _ascii(message.to_email)


def build(message: Message) -> bytes:
    """Plain text, HTML beside it where there is some, and a file where its purpose has one (`attaching`).

    Raises ValueError for an address no server would take.
    """
    body = _body(message)
    attached = attachment_of(message.purpose, message.stream, message.language)
    if attached:
        body = _with_file(message, body, attached)
    return f"{_headers(message)}{CRLF}{body}{'' if body.endswith(CRLF) else CRLF}".encode("ascii")


def _body(message: Message) -> str:
    if not message.html:
        return _part("plain", message.text)
    boundary = f"=_{message.pk.hex}"
    parts = (_part("plain", message.text), _part("html", message.html))
    inside = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    return f'Content-Type: multipart/alternative; boundary="{boundary}"{CRLF}{CRLF}{inside}--{boundary}--{CRLF}'


def _with_file(message: Message, body: str, attached: Attachment) -> str:
    boundary = f"=_{message.pk.hex}.file"
    head = (
        f'Content-Type: {attached.content_type}; name="{attached.name}"{CRLF}'
        f'Content-Disposition: attachment; filename="{attached.name}"{CRLF}'
        f"Content-Transfer-Encoding: base64{CRLF}{CRLF}"
    )
    packed = base64.encodebytes(attached.data).decode("ascii").replace("\n", CRLF)
    inside = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in (body, head + packed))
    return f'Content-Type: multipart/mixed;{CRLF} boundary="{boundary}"{CRLF}{CRLF}{inside}--{boundary}--{CRLF}'


def _headers(message: Message) -> str:
    lines = {
        "Message-ID": message_id(message),
        "Date": format_datetime(message.posted_at),
        "From": _mailbox(message.from_email or settings.DEFAULT_FROM_EMAIL),
        "To": recipient(message),
        "Reply-To": _mailbox(message.reply_to),
        "Subject": _words("Subject", message.subject),
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",  # RFC 3834: an absence note is not to answer
        **_stop(message.unsubscribe),
        "MIME-Version": "1.0",
    }
    return CRLF.join(f"{name}: {value}" for name, value in lines.items() if value)


def _stop(address: str) -> dict[str, str]:
    """One click in the reader's own program ends optional mail (RFC 2369, RFC 8058)."""
    if not address:
        return {}
    if not address.isascii() or _NEVER_IN_AN_ADDRESS.search(address):
        raise ValueError("an address to stop that is no URL")
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


@lru_cache(maxsize=256)  # officers' names and addresses, the same over and over
def _mailbox(value: str) -> str:
    written, address = parseaddr(value)
    name = str(make_header(decode_header(written)))
    if not address or name.isascii():
        return formataddr((name, _ascii(address))) if address else ""
    # formataddr writes one encoded word, however long; RFC 2047 allows 75 characters.
    return f"{_words('Reply-To', name)} <{_ascii(address)}>"


@lru_cache(maxsize=256)
def _address_in(value: str) -> str:
    return _ascii(parseaddr(value)[1])


def _words(header: str, text: str) -> str:
    """A header's words; encoded when they must be, in pieces that any server takes (RFC 2047)."""
    if text.isascii() and len(header) + len(text) + 2 <= _LONGEST_LINE and "=?" not in text:
        return text
    return Header(text, "utf-8", header_name=header).encode(linesep=CRLF)


def _ascii(address: str) -> str:
    """The domain as DNS knows it. Raises ValueError for what stands outside ASCII before it, or would end a command."""
    if _NEVER_IN_AN_ADDRESS.search(address):
        raise ValueError("an address with blanks or brackets")
    local, at, domain = address.rpartition("@")
    return f"{local.encode('ascii').decode()}{at}{domain.encode('idna').decode()}"


def _part(kind: str, text: str) -> str:
    """Quoted-printable, or base64 when that is shorter (Arabic)."""
    raw = text.encode("utf-8")
    quoted = binascii.b2a_qp(raw.replace(b"\r\n", b"\n"))
    packed = base64.encodebytes(raw)
    encoding, body = ("quoted-printable", quoted) if len(quoted) <= len(packed) else ("base64", packed)
    head = f"Content-Type: text/{kind}; charset=utf-8{CRLF}Content-Transfer-Encoding: {encoding}{CRLF}{CRLF}"
    return head + body.decode("ascii").replace("\n", CRLF)
