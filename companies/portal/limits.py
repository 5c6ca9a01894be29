"""Limits against guessing and flooding, counted in the cache: per place, and altogether."""

from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

from companies.enrolment.mailboxes import mailbox_of


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` tries in `seconds`, for each place or link."""

    name: str
    most: int
    seconds: int


LETTER_CODES: Final = Limit("letter-codes", most=10, seconds=15 * 60)
ALL_LETTER_CODES: Final = Limit("all-letter-codes", most=50_000, seconds=60 * 60)
"""A code has 40 bits: so many tries in an hour find one of 400 in about six years."""
SENT_CODES: Final = Limit("sent-codes", most=5, seconds=60 * 60)
TYPED: Final = Limit("typed", most=30, seconds=60 * 60)
"""Pages sent without a session that are kept for after the sign-in."""
PRESSES: Final = Limit("presses", most=30, seconds=60 * 60)
"""Answers given, changed and taken back with one link; and the same for one page of preferences."""

ENTRY_PAGES: Final = Limit("entry-pages", most=120, seconds=60 * 60)
"""First pages sent from one place: a forum where many begin at once stays within."""
PROOFS_FROM_HERE: Final = Limit("proofs-place", most=40, seconds=60 * 60)
PROOFS_FROM_HERE_TO_ADDRESS: Final = Limit("proofs-place-address", most=4, seconds=60 * 60)
"""Codes mailed to one mailbox at the wish of one place: beyond them none leaves, so that nobody floods a mailbox, and
nobody keeps away the codes that its reader asks for elsewhere."""
PROOFS_TO_ADDRESS: Final = Limit("proofs-address", most=40, seconds=60 * 60)
"""The same from all places together; the first of a place leaves even then. The codes that came work, and whoever has a
file comes in by the sign-in, which counts for itself."""
ENTRIES_OF_ADDRESS: Final = Limit("entries-address", most=20, seconds=24 * 60 * 60)
"""Proven entries of one mailbox; only its reader can use them up."""
CHECKS: Final = Limit("checks", most=100, seconds=60 * 60)
"""Finished checks of one network that are counted; beyond them the result is shown and nothing is counted."""
OBSTACLES: Final = Limit("obstacles", most=40, seconds=60 * 60)
"""Answers without a name from one network, each visitor's once; beyond them a visitor is told that theirs is lost."""
SUBSCRIBER: Final = 56
"""Bits of an address of IPv6 that all networks of one subscriber have in common, as providers give them out."""


def used_up(limit: Limit, whose: object = "") -> bool:
    """Count one try; True when there were too many already. A cache that is away limits nobody."""
    return _count(limit, whose) > limit.most


def give_back(limit: Limit, whose: object = "") -> None:
    """Take back one try that was counted beforehand and turned out to be none."""
    _add(limit, whose, -1)


def lets_proof_leave(request: HttpRequest, email: str) -> bool:
    """Count one code for the mailbox of `email`; what its place may not send does not count for the mailbox.

    The first of a place leaves whatever others have asked for: only new places go on writing to it.
    """
    mailbox = mailbox_of(email)
    from_here = _count(PROOFS_FROM_HERE_TO_ADDRESS, f"{place(request)} {mailbox}")
    if from_here > PROOFS_FROM_HERE_TO_ADDRESS.most:
        return False
    return not used_up(PROOFS_TO_ADDRESS, mailbox) or from_here == 1


def _count(limit: Limit, whose: object) -> int:
    """How many tries there are with this one."""
    cache.add(_key(limit, whose), 0, limit.seconds)
    return _add(limit, whose, 1)


def _add(limit: Limit, whose: object, tries: int) -> int:
    try:
        return int(cache.incr(_key(limit, whose), tries))
    except ValueError:  # it ran out meanwhile
        return tries


def _key(limit: Limit, whose: object) -> str:
    """An address may be longer than a key may be, and hold blanks."""
    return f"limit:{limit.name}:{sha256(str(whose).encode()).hexdigest()}"


def place(request: HttpRequest) -> str:
    """Where a request comes from, as the limits of sign-in see it. A subscriber of IPv6 may have a whole /56."""
    address = ip_address(ratelimit.get_ip(request))
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, SUBSCRIBER), strict=False))
    return str(address)
