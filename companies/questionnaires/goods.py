"""HS codes searched by word or number, in any of the three languages.

The headings that are known by everyday words come before the chapters; deeper codes are typed.
"""

import re
from dataclasses import dataclass
from typing import Final

from companies.common.text import fold, latin_digits
from companies.questionnaires import choices
from companies.questionnaires.choices import Row

MOST_FOUND: Final = 8
SHORTEST_WORD: Final = 3
CHAPTER: Final = 2
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS: Final = frozenset({"les", "des", "une", "aux", "pour", "sur", "the", "and", "for", "من", "في"})


@dataclass(frozen=True, slots=True)
class Good:
    """A heading or a chapter."""

    code: str
    name: str


def search(written: str) -> list[Good]:
    """The headings and chapters that the words or the number may mean, the likeliest first."""
    text = latin_digits(written)
    digits = re.sub("[^0-9]", "", text)
    found = _by_number(digits) if digits and not _words(re.sub("[0-9]", " ", text)) else _by_words(text)
    return [Good(row.code, row.name) for row in found[:MOST_FOUND]]


def _by_number(digits: str) -> list[Row]:
    """From the number's own heading up to its chapter, or down from the chapter."""
    rows = [*choices.rows("hs4").values(), *choices.rows("hs").values()]
    near = [row for row in rows if row.code.startswith(digits) or digits.startswith(row.code)]
    return sorted(near, key=lambda row: (len(row.code) == CHAPTER and len(digits) > CHAPTER, row.code))


def _by_words(text: str) -> list[Row]:
    wanted = _words(text)
    scored = [(_score(wanted, spoken), spoken.row) for spoken in choices.remembered("goods", _read)]
    best = max((score for score, _row in scored), default=0)
    hits = [(score, row) for score, row in scored if score and score * 2 >= best]
    return [row for _score, row in sorted(hits, key=lambda hit: (-hit[0], -len(hit[1].code), hit[1].code))]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A heading or chapter with the words of its names, and those it is looked for by besides."""

    row: Row
    names: frozenset[str]
    also: frozenset[str]


def _read() -> list[_Spoken]:
    rows = [*choices.rows("hs4").values(), *choices.rows("hs").values()]
    return [_Spoken(row, frozenset(_words(" ".join(row.names.values()))), frozenset(_words(row.also))) for row in rows]


def _words(text: str) -> list[str]:
    """The words that say something, without the ending of a plural or the article that Arabic joins to them."""
    spoken = (word for word in _WORD.findall(fold(text)) if word not in _SMALL_WORDS)
    return [_bare(word) for word in spoken if len(word) >= SHORTEST_WORD]


def _bare(word: str) -> str:
    bare = word.removeprefix("ال") if len(word) > SHORTEST_WORD + 1 else word
    return bare.rstrip("sx") if len(bare) > SHORTEST_WORD else bare


def _score(wanted: list[str], spoken: _Spoken) -> int:
    return sum(_likeness(word, spoken) for word in wanted)


def _likeness(word: str, spoken: _Spoken) -> int:
    """Most for a word of the name, less for one it is looked for by, least for the beginning of either."""
    if word in spoken.names:
        return 4
    if word in spoken.also:
        return 3
    return int(any(_begins(word, other) for other in spoken.names | spoken.also))


def _begins(word: str, other: str) -> bool:
    return other.startswith(word) or (len(other) > SHORTEST_WORD and word.startswith(other))
