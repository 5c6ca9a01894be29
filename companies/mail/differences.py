"""What changed between two versions of a text, word by word, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Change = Literal["same", "gone", "new"]
WORDS: Final = re.compile(r"\{[a-z_]+\}|\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that stayed, went or came."""

    change: Change
    text: str


def difference(before: str, after: str) -> list[Run]:
    """`before` and `after` in one; the runs but "new" are the one, those but "gone" the other.

    A placeholder is one word. Words replaced one after the other stand together: nobody reads a patchwork.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    runs: list[Run] = []
    for same, gone, came in _joined(list(_spans(old, new))):
        runs += [Run("same", same)] if same else [Run("gone", gone), Run("new", came)]
    return [run for run in runs if run.text]


Span = tuple[str, str, str]
"""Words that stayed; or, where there are none, words that went and words that came."""


def _spans(old: list[str], new: list[str]) -> Iterator[Span]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield ("".join(old[a:b]), "", "") if tag == "equal" else ("", "".join(old[a:b]), "".join(new[c:d]))


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Changes with no more than a space between them become one."""
    gone = came = ""
    for index, (same, went, new) in enumerate(spans):
        between = bool(gone or came) and same.isspace() and "\n" not in same and index + 1 < len(spans)
        if same and not between:
            yield from [("", gone, came)] if gone or came else []
            yield same, "", ""
            gone = came = ""
        else:
            gone, came = gone + same + went, came + same + new
    if gone or came:
        yield "", gone, came
