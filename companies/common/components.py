"""What the components of the pages are fed with: plain values, built by the views.

Every text is already in the reader's language (or lazily so) and is escaped when drawn,
unless it is marked safe. Days and times are words, made by ``companies.common.words``.
Each class is drawn by the template tag named in its docstring; ``docs/components.md``
shows them side by side, and the page ``/gallery/`` shows what they look like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# A reader who sees no colour tells the states apart by these shapes.
Shape = Literal["ring", "half", "diamond", "dot", "alert", "bar"]
Tone = Literal["plain", "tint", "warn", "ok", "bad"]

TONE_OF_SHAPE: dict[str, Tone] = {
    "ring": "plain",
    "half": "tint",
    "diamond": "warn",
    "dot": "ok",
    "alert": "bad",
    "bar": "plain",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: GET, changes nothing."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A small button that posts to ``url``, with at most one named value."""

    label: str
    url: str
    icon: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of ``{% stage_strip %}``: its name, where the file stands, one short line."""

    name: str
    state: Literal["done", "now", "todo"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One row of ``{% task_list %}``; without ``url`` it cannot be opened yet."""

    label: str
    state: Literal["todo", "started", "waiting", "done", "locked"]
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One saved view above a list (``{% tabs %}``)."""

    label: str
    url: str
    count: object = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; ``url`` is the address of the list without it (``{% chips %}``)."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One pair of ``{% facts %}``."""

    label: str
    value: object


@dataclass(frozen=True, slots=True)
class Count:
    """A number above the day's list; a link only if it leads to a list (``{% counts %}``)."""

    number: int
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of ``{% pills %}``: each is a submit."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one message fared with one address, on a line of its own in the timeline."""

    shape: Shape
    word: str
    address: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of ``{% timeline %}``.

    ``kind`` says who acted: the company (filled node), we (outline), or the machine (dot).
    ``quote`` holds the company's own words, as written, in whatever language. ``folded`` are lines behind the title.
    """

    day: str
    title: str
    kind: Literal["company", "ours", "technical"] = "ours"
    time: str = ""
    icon: str = ""
    who: str = ""
    text: str = ""
    quote: str = ""
    deliveries: Sequence[Delivery] = ()
    links: Sequence[Link] = ()
    acts: Sequence[Act] = ()
    folded: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the day's list (``{% list_line %}``).

    ``late`` is the part of the reason drawn in red; ``reason`` the rest. ``phone`` is E.164.
    ``say`` is how a WhatsApp message begins. ``main`` is what the line is for; ``others`` are the quiet ones (put
    off, hand over).
    """

    title: str
    url: str
    act: str
    main: Link | Act
    place: str = ""
    late: str = ""
    reason: str = ""
    phone: str = ""
    say: str = ""
    others: Sequence[Link | Act] = ()
