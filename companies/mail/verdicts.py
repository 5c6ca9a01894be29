"""What each answer of the mail server means: for the message, for its address, for everybody."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

_ENHANCED: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
# Codes that speak of the server or of our way in, never of one message (RFC 4954, RFC 5321).
_SERVER_CODES: Final = frozenset({421, 454, 530, 534, 535, 538})


class Fate(Enum):
    ACCEPTED = auto()
    TEMPORARY = auto()  # try this message again later
    REFUSED = auto()  # the address takes no mail
    REJECTED = auto()  # the message will not pass, the address may be good
    BROKEN = auto()  # the connection broke before the final dot: not delivered
    UNKNOWN = auto()  # it broke after the final dot: nobody knows (RFC 1047)
    TROUBLE = auto()  # the server serves nobody now


@dataclass(frozen=True, slots=True)
class Outcome:
    fate: Fate
    code: int | None
    words: str


def of_sender(code: int, words: str) -> Outcome:
    """To refuse our own address for good is the server's state, or our configuration."""
    trouble = _of_server(code) or code >= 500
    return Outcome(Fate.TROUBLE if trouble else Fate.TEMPORARY, _known(code), words)


def of_recipient(code: int, words: str) -> Outcome:
    """A refusal "by policy" (5.7.x) is tried again: a server that forbids relaying says so of every address."""
    if _of_server(code):
        return Outcome(Fate.TROUBLE, _known(code), words)
    by_policy = _enhanced(words).startswith("5.7.")
    return Outcome(Fate.REFUSED if code >= 500 and not by_policy else Fate.TEMPORARY, code, words)


def of_content(code: int, words: str) -> Outcome:
    if _of_server(code):
        return Outcome(Fate.TROUBLE, _known(code), words)
    if code < 500:
        return Outcome(Fate.TEMPORARY, code, words)
    of_the_address = _enhanced(words).startswith(("5.1.", "5.2."))
    return Outcome(Fate.REFUSED if of_the_address else Fate.REJECTED, code, words)


def _of_server(code: int) -> bool:
    """Whether the answer speaks of the server; one without a proper code (-1 in smtplib) is no SMTP at all."""
    return code in _SERVER_CODES or code < 200


def _known(code: int) -> int | None:
    return code if code > 0 else None


def _enhanced(words: str) -> str:
    found = _ENHANCED.search(words)
    return found[1] if found else ""


def words(said: "bytes | BaseException") -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else f"{type(said).__name__}: {said}"
    return " ".join(text.split())[:400]
