"""What a printed name must not hold."""

import re

_LOOSE = re.compile(r"\w'|'\w|\.\.\.|[^\S\n]{2,}|^\s|\s$|\n[^\S\n]")
_FRENCH = re.compile(r"[^\s\d][;?!]|\w :| [;:?!»]|« ")
_ARABIC = re.compile("[\u0620-\u064a]")


def flaws(text: str, language: str = "") -> list[str]:
    """Straight apostrophes, three dots, loose spaces; French marks without their fixed space; Arabic without Arabic."""
    found = _LOOSE.findall(text)
    if language == "fr":
        found += _FRENCH.findall(text)
    if language == "ar" and not _ARABIC.search(text):
        found.append("no Arabic")
    return found
