"""Where mail for us lies: what every kind of mailbox offers to its reader."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Final, Protocol

LARGEST: Final = 10 * 1024 * 1024
FIRST_BYTES: Final = 1024 * 1024
"""Of a larger mail this much is read: what a person wrote stands before what they attached."""


class Trouble(Exception):
    """The mailbox cannot be reached, or does not let us in; no mail is to blame."""


class Letter(Protocol):
    """A mail that waits. `content` may be only its beginning, then it is `cut`."""

    @property
    def content(self) -> bytes: ...

    @property
    def cut(self) -> bool: ...

    def put_aside(self) -> None:
        """It has been noted: it is not to come again. Raises Trouble."""


class Opened(Protocol):
    def letters(self, most: int) -> Iterator[Letter]:
        """The oldest first. Raises Trouble."""


class Source(Protocol):
    def opened(self, seconds: float) -> AbstractContextManager[Opened]:
        """For at most so many seconds. Raises Trouble."""
