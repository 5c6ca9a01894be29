"""Which message of ours, or which file, a mail belongs to: known by what only our own mail can have told its sender.

Message ids are drawn at random (122 bits). The addresses made here are signed: a file's reference is printed on
letters, so knowing it must not be enough to write into the file.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from email.message import Message as Mail
from email.utils import formataddr
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from companies.mail.inbound import parsing
from companies.mail.models import Message

RECEIVERS: Final = (
    "To",
    "Cc",
    "Delivered-To",
    "X-Original-To",
    "X-Delivered-To",
    "Envelope-To",
    "X-Envelope-To",
    "Resent-To",
)
MOST_IDS: Final = 50
SIGNED: Final = 10
"""Letters of a signature: 50 bits, each guess costs a mail."""
_ID: Final = re.compile(r"(?<![0-9a-f-])([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@", re.I)
_TAG: Final = re.compile(r"\+([a-z0-9-]{1,40})\.([a-z2-7]{10})@", re.I)


def reply_address(tag: str, name: str = "") -> str:
    """The address of `tag` (a file's reference) under REPLY_ADDRESS; "" when there is none."""
    return formataddr((name, _signed(settings.REPLY_ADDRESS, tag))) if settings.REPLY_ADDRESS else ""


def return_path(message: Message) -> str:
    """Where mail servers are to report about `message`, under BOUNCE_ADDRESS; "" when there is none."""
    return _signed(settings.BOUNCE_ADDRESS, message.pk.hex) if settings.BOUNCE_ADDRESS else ""


def tag_of(mail: Mail) -> str:
    """The reference in one of the mail's receivers, if its signature is ours; in capitals. Else ""."""
    return next((tag for tag in _tags(mail) if not _is_id(tag)), "")


def answered(mail: Mail) -> Message | None:
    """The message of ours that a person's mail says it answers."""
    named = parsing.headers(mail, "In-Reply-To", "References")
    found = _messages(_ids(" ".join(named)))
    return found[-1] if found else None


def reported(mail: Mail, content: bytes, recipients: Iterable[str]) -> Message | None:
    """The message of ours that a report is about: by the address it came to, or by our id anywhere in it.

    Of several (a reply quotes a whole thread) the one that went to a recipient it names.
    """
    ids = [UUID(tag) for tag in _tags(mail) if _is_id(tag)]
    ids += _ids(content.decode("latin-1"))
    ids += _ids(parsing.body(mail))
    found = _messages(ids)
    to = {address.lower() for address in recipients}
    return next((each for each in reversed(found) if each.to_email in to), found[-1] if found else None)


def by_text(text: str) -> Message | None:
    """The message of ours whose id stands in `text`; for what is not a mail."""
    found = _messages(_ids(text))
    return found[-1] if found else None


def _messages(ids: Iterable[UUID]) -> list[Message]:
    """Those that exist, the newest last."""
    wanted = list(dict.fromkeys(ids))[:MOST_IDS]
    return list(Message.objects.filter(pk__in=wanted).order_by("posted_at", "pk")) if wanted else []


def _ids(text: str) -> list[UUID]:
    return [UUID(found) for found in _ID.findall(text)]


def _signed(address: str, tag: str) -> str:
    local, _at, domain = address.rpartition("@")
    return f"{local}+{tag}.{_signature(tag, settings.SECRET_KEY)}@{domain}"


def _tags(mail: Mail) -> list[str]:
    """What stands signed in the addresses the mail came to, in capitals."""
    found = (match for address in parsing.addresses(mail, *RECEIVERS) if (match := _TAG.search(address)))
    return [match[1].upper() for match in found if _is_ours(match[1], match[2].lower())]


def _is_ours(tag: str, signature: str) -> bool:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return any(hmac.compare_digest(_signature(tag, key), signature) for key in keys)


def _signature(tag: str, key: str) -> str:
    digest = salted_hmac("companies.mail.reply", tag.upper(), secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest).decode()[:SIGNED].lower()


def _is_id(tag: str) -> bool:
    return len(tag) == 32 and all(letter in "0123456789ABCDEF" for letter in tag)


def digest(content: bytes) -> str:
    """A name for a mail that has none."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
