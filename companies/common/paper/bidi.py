"""In which order the runs of a line stand when Latin, digits and Arabic meet (Unicode annex 9).

The drawing library knows the levels of characters; it does not put the runs of a wrapped line in order when a number
stands inside Arabic inside French. That part is here.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
_INVISIBLE: Final = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one direction, in the order they are read."""

    text: str
    rtl: bool


def levels(text: str, *, rtl: bool) -> list[int]:
    """The embedding level of each character in a paragraph that runs right to left or not."""
    base = int(rtl)
    if not rtl and not has_arabic(text):
        return [base] * len(text)
    from fpdf.bidi import BidiParagraph  # lazily: the slowest of all our imports, and only for documents
    from fpdf.enums import TextDirection  # as above

    direction = TextDirection.RTL if rtl else TextDirection.LTR
    try:
        paragraph = BidiParagraph(text, direction, preserve_bn_chars=True)
    except RecursionError:  # a thousand dots in a row: it looks for the next letter by calling itself
        return [base] * len(text)
    found = [character.embedding_level for character in paragraph.get_characters()]
    return found if len(found) == len(text) else [base] * len(text)


def has_arabic(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)


def starts_rtl(text: str, *, otherwise: bool) -> bool:
    """The direction of the first letter that has one."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return otherwise


def visual(text: str, found: Sequence[int], *, rtl: bool) -> list[Run]:
    """The runs of one line from left to right; what only steers direction is gone."""
    pieces = _runs(text.rstrip(" "), found)
    highest = max((level for level, _text in pieces), default=0)
    for level in range(highest, 0, -1):
        pieces = _turned(pieces, level)
    return [Run(piece, level % 2 == 1) for level, piece in pieces]


def _runs(text: str, found: Sequence[int]) -> list[tuple[int, str]]:
    marked = zip(text, found, strict=False)
    grouped = (
        (level, "".join(letter for letter, _level in run)) for level, run in groupby(marked, lambda each: each[1])
    )
    seen = ((level, "".join(letter for letter in piece if letter not in _INVISIBLE)) for level, piece in grouped)
    return [(level, piece) for level, piece in seen if piece]


def _turned(pieces: list[tuple[int, str]], level: int) -> list[tuple[int, str]]:
    """Rule L2: every stretch at `level` or deeper is turned round."""
    turned: list[tuple[int, str]] = []
    for deep, stretch in groupby(pieces, key=lambda piece: piece[0] >= level):
        found = list(stretch)
        turned += reversed(found) if deep else found
    return turned
