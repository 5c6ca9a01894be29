"""A message as bytes for the wire. Written out by hand: Python's own classes cost more than the sending."""

import base64
import binascii
from email.header import Header, decode_header, make_header
from email.utils import format_datetime, formataddr, parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from companies.mail.models import Message

CRLF: Final = "\r\n"


def message_id(message: Message) -> str:
    """The same at every attempt, so that a second copy can be known for one."""
    return f"<{message.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def sender(message: Message) -> str:
    """The envelope's sender: where the mail server reports what it could not deliver."""
    return _ascii(parseaddr(message.from_email or settings.DEFAULT_FROM_EMAIL)[1])


def recipient(message: Message) -> str:
    return _ascii(message.to_email)


def build(message: Message) -> bytes:
    """Plain text, and HTML beside it where there is some. Raises UnicodeError for an address no server would take."""
    boundary = f"=_{message.pk.hex}"
    parts = [_part("plain", message.text)]
    if message.html:
        parts.append(_part("html", message.html))
    body = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    kind = f'Content-Type: multipart/alternative; boundary="{boundary}"'
    return f"{_headers(message)}{CRLF}{kind}{CRLF}{CRLF}{body}--{boundary}--{CRLF}".encode("ascii")


def _headers(message: Message) -> str:
    lines = {
        "Message-ID": message_id(message),
        "Date": format_datetime(message.posted_at),
        "From": _mailbox(message.from_email or settings.DEFAULT_FROM_EMAIL),
        "To": recipient(message),
        "Reply-To": _mailbox(message.reply_to),
        "Subject": Header(message.subject, "utf-8", header_name="Subject").encode(linesep=CRLF),
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",  # RFC 3834: an absence note is not to answer
        "MIME-Version": "1.0",
    }
    return CRLF.join(f"{name}: {value}" for name, value in lines.items() if value)


def _mailbox(value: str) -> str:
    written, address = parseaddr(value)
    name = str(make_header(decode_header(written)))
    if not address or name.isascii():
        return formataddr((name, _ascii(address))) if address else ""
    # formataddr writes one encoded word, however long; RFC 2047 allows 75 characters.
    return f"{Header(name, 'utf-8', header_name='Reply-To').encode(linesep=CRLF)} <{_ascii(address)}>"


def _ascii(address: str) -> str:
    """The domain as DNS knows it; a local part outside ASCII raises UnicodeError."""
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
