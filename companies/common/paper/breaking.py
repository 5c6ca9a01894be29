"""A text cut into lines that fit a width, as it is read; a no-break space holds its words together."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from companies.common.paper import bidi
from companies.common.paper.bidi import Run

Measure = Callable[[str], float]
_WORDS: Final = re.compile(r"[^ ]+ *| +")


@dataclass(frozen=True, slots=True)
class Line:
    """Runs from left to right, and whether the paragraph begins at the right."""

    runs: tuple[Run, ...]
    rtl: bool


def lines(text: str, width: float, measure: Measure, *, rtl: bool) -> list[Line]:
    """The lines of a paragraph; a word longer than the width is cut where it must be."""
    found = bidi.levels(text, rtl=rtl)
    return [
        Line(tuple(bidi.visual(text[start:end], found[start:end], rtl=rtl)), rtl)
        for start, end in _spans(text, width, measure)
    ]


def _spans(text: str, width: float, measure: Measure) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends."""
    start = end = 0
    used = 0.0
    for word in _words(text, width, measure):
        bare = measure(word.rstrip(" "))
        if end > start and used + bare > width:
            yield start, end
            start, used = end, 0.0
        end += len(word)
        used += measure(word)
    if end > start:
        yield start, end


def _words(text: str, width: float, measure: Measure) -> Iterator[str]:
    for word in _WORDS.findall(text):
        while measure(word.rstrip(" ")) > width and len(word) > 1:
            fits = _fitting(word, width, measure)
            yield word[:fits]
            word = word[fits:]
        yield word


def _fitting(word: str, width: float, measure: Measure) -> int:
    """How many letters of a word fit, one at least."""
    low, high = 1, len(word) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(word[:middle]) <= width else (low, middle - 1)
    return low
