"""Files that go with a message. Made when it leaves, by the app that posted it, the same at every attempt: no copy of
what a case holds lies in the outbox.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Attachment:
    """`name` is ASCII: it stands in a header."""

    name: str
    content_type: str
    data: bytes


Maker = Callable[[str, str], Attachment | None]
"""The stream of a message ("case:17") and its language in, what goes with it out."""

_makers: Final[dict[str, Maker]] = {}


def register(purpose: str, maker: Maker) -> None:
    """Have `maker` asked for the messages of `purpose`; in AppConfig.ready()."""
    _makers[purpose] = maker


def has_file(purpose: str) -> bool:
    """Whether writing such a message asks the database for what goes with it."""
    return purpose in _makers


def attachment_of(purpose: str, stream: str, language: str) -> Attachment | None:
    maker = _makers.get(purpose)
    return maker(stream, language) if maker else None
