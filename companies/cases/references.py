"""File numbers that can be read out on a telephone: no O, 0, I or 1."""

import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new(year_code: str) -> str:
    """For instance EX27-K4P7-M2; drawn at random, the database refuses a second use."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"EX{year_code[-2:]}-{drawn[:4]}-{drawn[4:]}"


def short_code() -> str:
    """A letter's code, K7PM-2RTX: 40 bits, useless without the rate limit at the door."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def normal(code: str) -> str:
    """As typed by a person: small letters, spaces and missing hyphens do not matter."""
    return "".join(c for c in code.upper() if c.isalnum())
