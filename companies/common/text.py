"""Folding of names for matching, sorting and searching, in Latin and Arabic script.

The embedded server has no ICU: names sort by a stored key and are searched by stored trigrams.
"""

import re
import unicodedata
from functools import lru_cache

_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "´": "'"})
_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ى": "ي", "ة": "ه", "ـ": ""})
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NOT_WORD = re.compile("[^0-9a-z\u0620-\u063f\u0641-\u064a\u066e-\u06d3]+")
_ARTICLE = re.compile(r"^(?:l'|ال(?=\S{2}))")


def clean(value: str) -> str:
    """The text as a person meant it: no NUL, no invisible direction marks, single spaces."""
    if value.isascii():
        return " ".join(value.replace("\x00", "").split())
    visible = _INVISIBLE.sub("", value.replace("\x00", ""))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def latin_digits(value: str) -> str:
    return value if value.isascii() else value.translate(_DIGITS)


@lru_cache(maxsize=8192)
def fold(value: str) -> str:
    """Case-, accent- and apostrophe-insensitive form; hyphens stay, œ becomes oe."""
    decomposed = unicodedata.normalize("NFKD", latin_digits(clean(value)).translate(_APOSTROPHES))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.translate(_LETTERS).casefold().split())


def sort_key(value: str) -> str:
    """A key that sorts by plain comparison; "L'Électro" beside "electro", Arabic without its article."""
    return _NOT_WORD.sub(" ", _ARTICLE.sub("", fold(value))).strip()[:200]


def trigrams(*values: str) -> list[str]:
    """The distinct three-letter runs of the folded words, sorted; words under three letters whole."""
    found: set[str] = set()
    for value in values:
        for word in _NOT_WORD.sub(" ", fold(value)).split():
            found.update(word[i : i + 3] for i in range(len(word) - 2)) if len(word) > 2 else found.add(word)
    return sorted(found)
