"""Answering a message of the local inbox as its receiver would, so that the demonstration can be tried both ways.

The answer is a file in `var/replies`, which the site reads as its mailbox.
"""

import os
import time
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from itertools import count
from pathlib import Path

_numbers = count()
# As a mail program in the reader's language introduces what it quotes.
WROTE = {
    "fr": "Le {day}, {name} a écrit :",
    "ar": "في {day}، كتب {name}:",
    "en": "On {day}, {name} wrote:",
}


def answer(message: EmailMessage, text: str) -> bytes:
    """What a mail program sends back: to where answers are asked for, with the message quoted below."""
    reply = EmailMessage()
    reply["From"] = str(message["To"])
    reply["To"] = str(message["Reply-To"] or message["From"])
    reply["Subject"] = f"Re: {message['Subject']}"
    reply["Date"] = formatdate()
    reply["Message-ID"] = make_msgid(domain="inbox.example")
    if message["Message-ID"]:
        reply["In-Reply-To"] = reply["References"] = str(message["Message-ID"])
    reply.set_content(f"{text.strip()}\n\n{_quoted(message)}")
    return reply.as_bytes()


def _quoted(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    lines = str(part.get_content()).splitlines() if part else []
    name = parseaddr(str(message["From"]))[0] or str(message["From"])
    intro = WROTE.get(str(message["Content-Language"]), WROTE["fr"])
    day = str(message["Date"] or "")
    return "\n".join([intro.format(day=day, name=name), "", *(f"> {line}" for line in lines)])


def drop(content: bytes, folder: Path) -> None:
    """Put a mail where the site reads it, whole from the first moment."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020d}.{os.getpid()}_{next(_numbers)}"
    (folder / f"{name}.part").write_bytes(content)
    (folder / f"{name}.part").rename(folder / f"{name}.eml")
