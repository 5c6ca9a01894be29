"""What stands on a printed page, as plain data: it is made anywhere, compared in tests, and drawn in one place.

Texts are in the document's language and hold no markup.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Title:
    """The document's name, once, above everything; `under` says whose it is."""

    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """What happens next, one after the other."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A file number, large, with how to say it on the telephone."""

    label: str
    number: str
    spelled: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of `Facts`; each of `lines` runs in its own direction, in Latin order if `latin`.

    `note` stands small under the label.
    """

    label: str
    lines: tuple[str, ...]
    latin: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what is known under them, in two columns."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to prepare an answer to: boxes to tick, then `rows` of empty lines to write on."""

    label: str
    note: str = ""
    options: tuple[str, ...] = ()
    rows: int = 0


Part = Title | Heading | Text | Steps | Number | Facts | Asked


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `language` also sets its direction; `at` is the date its bytes carry, so that they are always
    the same for the same content. `footer` stands on every page beside its number.
    """

    title: str
    language: str
    at: datetime
    site_name: str
    footer: str
    parts: tuple[Part, ...]
