"""HS codes searched by word or number, in any of the three languages.

The headings that are known by everyday words come first; deeper codes are typed. A chapter is no answer: it is shown
where no heading fits as well, as the way to its headings.
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
HEADING: Final = 4
SCRAP: Final = frozenset({"dechet", "نفايات"})
_WORD = re.compile(r"[^\W_]+")
_SMALL_WORDS: Final = frozenset({"les", "des", "une", "aux", "pour", "sur", "the", "and", "for", "من", "في"})


@dataclass(frozen=True, slots=True)
class Good:
    """A heading or a chapter; `opens` where headings of the chapter are known."""

    code: str
    name: str
    opens: bool = False

    @property
    def is_chapter(self) -> bool:
        return len(self.code) == CHAPTER


def search(written: str) -> list[Good]:
    """The headings that the words or the number may mean, the likeliest first, then chapters."""
    text = latin_digits(written)
    digits = re.sub("[^0-9]", "", text)
    found = _by_number(digits) if digits and not _words(re.sub("[0-9]", " ", text)) else _by_words(text)
    return [_good(row) for row in found[:MOST_FOUND]]


def meaning(code: str) -> Good | None:
    """What a code of 4 digits or more stands for, as closely as it is known."""
    found = choices.row("hs4", code[:HEADING]) or choices.row("hs", code[:CHAPTER])
    return _good(found) if found and len(code) >= HEADING and code.isdecimal() else None


def _good(row: Row) -> Good:
    opens = len(row.code) == CHAPTER and any(code.startswith(row.code) for code in choices.rows("hs4"))
    return Good(row.code, row.name, opens)


def _by_number(digits: str) -> list[Row]:
    """The number's own heading, or those of its chapter, then the chapter."""
    rows = [*choices.rows("hs4").values(), *choices.rows("hs").values()]
    near = [row for row in rows if row.code.startswith(digits) or digits.startswith(row.code)]
    return sorted(near, key=lambda row: (len(row.code) == CHAPTER, row.code))


def _by_words(text: str) -> list[Row]:
    wanted = _words(text)
    scored = [(_score(wanted, spoken), spoken.row) for spoken in choices.remembered("goods", _read)]
    best = max((score for score, _row in scored), default=0)
    near = [(score, row) for score, row in scored if score and score * 2 >= best]
    hits = [(len(row.code) == CHAPTER, -score, row.code, row) for score, row in near]
    kept = [hit for hit in hits if not hit[0] or -hit[1] == best]
    return [hit[3] for hit in sorted(kept, key=lambda hit: hit[:3])]


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
    stem = bare.removesuffix("يه")
    bare = stem if len(stem) >= SHORTEST_WORD else bare
    return bare.rstrip("sx") if len(bare) > SHORTEST_WORD else bare


def _score(wanted: list[str], spoken: _Spoken) -> int:
    """Scrap comes after goods of the same matter, unless it is asked for."""
    score = sum(_likeness(word, spoken) for word in wanted)
    return score - 1 if score > 1 and spoken.names & SCRAP - set(wanted) else score


def _likeness(word: str, spoken: _Spoken) -> int:
    """Most for a word of the name, less for one it is looked for by, least for the beginning of either."""
    if word in spoken.names:
        return 4
    if word in spoken.also:
        return 3
    return int(any(_begins(word, other) for other in spoken.names | spoken.also))


def _begins(word: str, other: str) -> bool:
    return other.startswith(word) or (len(other) > SHORTEST_WORD and word.startswith(other))
