"""File numbers that can be read out on a telephone: no O, 0, I or 1."""

import re
import secrets
from collections.abc import Callable, Iterable
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_WHOLE: Final = re.compile(r"EX(\d{2})([2-9A-HJ-NP-Z]{0,6})")


def new(year_code: str) -> str:
    """For instance EX27-K4P7-M2; drawn at random, the database refuses a second use."""
    return _written(year_code[-2:], _draw(6))


def several(year_code: str, count: int, taken: Callable[[set[str]], Iterable[str]]) -> list[str]:
    """`count` different numbers of which `taken` knows none."""
    found: set[str] = set()
    while len(found) < count:
        drawn = {new(year_code) for _ in range(count - len(found))} - found
        found |= drawn - set(taken(drawn))
    return sorted(found)


def beginning(typed: str) -> str:
    """The beginning of a file number that `typed` can only mean, hyphens and case aside; else ""."""
    whole = _WHOLE.fullmatch(normal(typed))
    return _written(whole[1], whole[2]) if whole else ""


def short_code() -> str:
    """A letter's code, K7PM-2RTX: 40 bits, useless without the rate limit at the door."""
    drawn = _draw(8)
    return f"{drawn[:4]}-{drawn[4:]}"


def normal(code: str) -> str:
    """As typed by a person: small letters, spaces and missing hyphens do not matter."""
    return "".join(c for c in code.upper() if c.isalnum())


def _draw(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _written(year: str, drawn: str) -> str:
    return "-".join(part for part in (f"EX{year}", drawn[:4], drawn[4:]) if part)
