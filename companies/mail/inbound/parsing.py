"""A mail as bytes, read with suspicion: whatever it holds, out come short strings that are safe to keep and to show.

The old policy of Python's parser is used on purpose: the new one raises on headers that are merely wrong, and takes
quadratic time over those made to hurt.
"""

import codecs
import email
import re
from collections.abc import Iterator
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parseaddr
from itertools import islice
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from companies.mail.inbound import html

DEEPEST: Final = 8
MOST_PARTS: Final = 200
LONGEST_TEXT: Final = 200_000
"""Characters that are looked at for a person's words, over all parts of a mail."""
MOST_TEXTS: Final = 10
"""Parts that are looked at for them."""
LONGEST_HEAD: Final = 64_000
LONGEST_HEADER: Final = 2_000
MOST_ATTACHMENTS: Final = 30
MOST_HEADERS: Final = 60

_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Decoders of text and nothing else: "punycode" takes quadratic time, "unicode_escape" reads what nobody wrote.
_CHARSETS: Final = re.compile(r"utf-?(8|16|32)|ascii|latin|iso8859|cp\d|koi8|mac|gb|big5|shift_jis|euc|tis|hz|iso2022")


def parse(content: bytes) -> Message:
    """Raises RecursionError for a mail that nests without end."""
    return email.message_from_bytes(content, policy=policy.compat32)


def head(content: bytes) -> Message:
    """Its headers alone, as far as they stand at its beginning."""
    return BytesHeaderParser(policy=policy.compat32).parsebytes(content[:LONGEST_HEAD])


def header(message: Message, name: str) -> str:
    """The first header of that name, decoded, on one line; "" when there is none."""
    return next(iter(headers(message, name)), "")


def headers(message: Message, *names: str) -> list[str]:
    """All of those names, as `header`; bytes nobody encoded are taken for text too."""
    wanted = {name.lower() for name in names}
    found = (str(value) for name, value in message.raw_items() if name.lower() in wanted)
    return [decoded(value) for value in islice(found, MOST_HEADERS)]


def decoded(value: str) -> str:
    raw = text_of(value[:LONGEST_HEADER].encode("utf-8", "surrogateescape"), "utf-8")
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        pieces = [(raw, None)]
    words = (piece if isinstance(piece, str) else text_of(piece, charset or "") for piece, charset in pieces)
    return " ".join(clean("".join(words)).split())


def addresses(message: Message, *names: str) -> list[str]:
    """The bare addresses in those headers, in small letters."""
    return [address.lower() for _name, address in getaddresses(headers(message, *names)) if "@" in address]


def sender(message: Message) -> str:
    """Who wrote, as the mail says itself; "" when that is no address."""
    address = parseaddr(header(message, "From"))[1].lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= 254 else ""


def clean(text: str) -> str:
    """Without what a database refuses and what turns the reading direction of the words around it."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_of(raw: bytes, charset: str) -> str:
    """As the mail says it was written; else as UTF-8, else as Windows wrote it in the West. Never raises."""
    name = _known(charset)
    for each in (name, "utf-8"):
        try:
            return raw.decode(each)
        except (UnicodeError, LookupError):
            continue
    return raw.decode("cp1252" if name == "ascii" else name, "replace")


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip("\"' ")).name
    except (LookupError, ValueError):
        return "ascii"
    if name == "iso8859-1":  # Windows' own, as every browser reads it
        return "cp1252"
    return name if _CHARSETS.match(name) else "ascii"


def parts(message: Message) -> Iterator[Message]:
    """The leaves, from the top; a message within the message counts as one. Neither deep nor many without end."""
    waiting = [(message, 0)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            if depth < DEEPEST:
                waiting.extend((each, depth + 1) for each in reversed(inside) if isinstance(each, Message))
        else:
            yield part


def body(message: Message) -> str:
    """What a person reads: the first plain text, else the first HTML as text."""
    readable = [part for part in parts(message) if not _is_file(part)]
    for kind, read in (("text/plain", clean), ("text/html", _rich)):
        found = (read(raw) for raw in _written([part for part in readable if part.get_content_type() == kind]))
        text = next((each for each in found if each.strip()), "")
        if text:
            return text
    return ""


def _written(readable: list[Message]) -> Iterator[str]:
    """What stands in the first of these parts, in all no more than LONGEST_TEXT."""
    left = LONGEST_TEXT
    for part in readable[:MOST_TEXTS]:
        if left > 0:
            raw = _decoded_payload(part, left)
            left -= len(raw)
            yield raw


def attachments(message: Message) -> list[str]:
    """Names only, as the sender gave them, in order; nothing is opened."""
    names = [_name(part) for part in parts(message) if _is_file(part)]
    return names[:MOST_ATTACHMENTS]


def _is_file(part: Message) -> bool:
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return True
    return part.get_content_maintype() not in ("text", "multipart")


def _name(part: Message) -> str:
    named = decoded(part.get_filename() or "")
    if not named and part.get_content_type() == "message/rfc822":
        inside = part.get_payload()
        first = inside[0] if isinstance(inside, list) and inside else None
        named = header(first, "Subject") if isinstance(first, Message) else ""
    named = named.replace("\\", "/").rpartition("/")[2].strip()
    return (named or part.get_content_type())[:150]


def _rich(raw: str) -> str:
    return clean(html.text_of(raw))


def payload(part: Message) -> bytes:
    """The bytes behind the transfer encoding, as far as it can be undone."""
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, AssertionError, IndexError):
        return b""
    return raw if isinstance(raw, bytes) else b""


def _decoded_payload(part: Message, most: int) -> str:
    return text_of(payload(part)[: 4 * most], _charset(part))[:most]


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (ValueError, LookupError):
        return ""
