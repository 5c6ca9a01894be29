"""Limits against guessing and flooding, counted in the cache: per place, and altogether."""

from dataclasses import dataclass
from typing import Final

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` tries in `seconds`, for each place or link."""

    name: str
    most: int
    seconds: int


LETTER_CODES: Final = Limit("letter-codes", most=10, seconds=15 * 60)
ALL_LETTER_CODES: Final = Limit("all-letter-codes", most=500, seconds=60 * 60)
"""A code has 40 bits; even an army of machines tries too few to find one of 400."""
SENT_CODES: Final = Limit("sent-codes", most=5, seconds=60 * 60)


def used_up(limit: Limit, whose: object = "") -> bool:
    """Count one try; True when there were too many already. A cache that is away limits nobody."""
    key = f"limit:{limit.name}:{whose}"
    cache.add(key, 0, limit.seconds)
    try:
        return cache.incr(key) > limit.most
    except ValueError:  # it ran out between the two
        return False


def place(request: HttpRequest) -> str:
    """Where a request comes from, as the limits of sign-in see it."""
    return str(ratelimit.get_ip(request))
