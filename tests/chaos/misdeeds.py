"""Eighteen ways in which a mail server misbehaves: fourteen towards an address, four towards everybody.

What each must come to stands in scenarios/misbehaviour.py.
"""

import asyncio
from contextlib import suppress
from typing import Any, Final

SECONDS_BETWEEN_BYTES: Final = 1.0
SECONDS_TO_STORE: Final = 0.5
FOREVER: Final = 60.0

AT_RCPT: Final = {
    "r450": "450 4.2.1 mailbox busy",
    "r451": "451 4.3.0 local error",
    "r452": "452 4.3.1 no room",
    "r550": "550 5.1.1 no such user",
    "r552": "552 5.2.2 mailbox full",
    "r571": "550 5.7.1 refused by policy",
}
AFTER_DOT: Final = {"d554": "554 5.6.0 content refused", "d451": "451 4.7.1 greylisted"}
BY_ADDRESS: Final = (*AT_RCPT, *AFTER_DOT, "drop", "drip", "mute354", "reset", "mutedot", "slow")
FOR_GOOD: Final = ("r550", "r552", "d554")
"""The others are done once to each address."""
TO_EVERYBODY: Final = ("hangup", "busy421", "mutebanner", "mail530")


class Hung(Exception):
    """The misdeed was to leave the client with an open or broken connection."""


async def to_everybody(talk: Any, mode: str) -> bool:
    """Whether the connection ended with its greeting."""
    if mode == "busy421":
        await talk.say("421 4.3.2 shutting down")
        return True
    if mode == "mutebanner":
        await _silence(talk)
    return mode == "hangup"


async def at_rcpt(talk: Any, misdeed: str) -> bool:
    """Whether the answer to RCPT was given."""
    if misdeed in AT_RCPT:
        await talk.say(AT_RCPT[misdeed])
    elif misdeed == "drop":
        raise Hung
    elif misdeed == "drip":
        await _drip(talk, "250 OK, one byte a second")
    else:
        return False
    return True


async def at_data(talk: Any, misdeed: str) -> bool:
    if misdeed == "mute354":
        await _silence(talk)
    return False


async def after_dot(talk: Any, misdeed: str) -> bool:
    """Whether the message was not accepted."""
    if misdeed in AFTER_DOT:
        await talk.say(AFTER_DOT[misdeed])
        return True
    if misdeed == "reset":
        talk.writer.transport.abort()
        raise Hung
    if misdeed == "mutedot":
        await _silence(talk)
    if misdeed == "slow":
        await asyncio.sleep(SECONDS_TO_STORE)
    return False


async def _silence(talk: Any) -> None:
    """Until the client gives up."""
    with suppress(TimeoutError):
        await asyncio.wait_for(talk.reader.read(), FOREVER)
    raise Hung


async def _drip(talk: Any, text: str) -> None:
    for each in f"{text}\r\n".encode():
        talk.writer.write(bytes([each]))
        await talk.writer.drain()
        await asyncio.sleep(SECONDS_BETWEEN_BYTES)
