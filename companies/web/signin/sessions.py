"""How long a session lasts: the marks it carries, read from the session itself, so that no request pays for it.

The marks are on the machine's clock: a demonstration that jumps ahead by weeks signs nobody out.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest

from companies.accounts.models import User

BEGAN, SEEN = "began", "seen"
NOTED_EVERY: Final = timedelta(minutes=5).total_seconds()
"""A session is written this often at most, however many pages are asked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds without a request, and seconds altogether, after which a session ends."""

    idle: float
    absolute: float


def limits_of(user: User) -> Limits:
    minutes = settings.STAFF_IDLE_MINUTES if user.grant.desk else settings.COMPANY_IDLE_MINUTES
    return Limits(minutes * 60, settings.SESSION_COOKIE_AGE)


def open_session(request: HttpRequest, user: User) -> None:
    """Sign `user` in, with the marks that limit the session. The caller has made sure who it is.

    The session gets a new key, also where its row is gone: a change of address has just ended all of the person's.
    """
    request.session.cycle_key()
    with context.request_context(request):
        get_adapter().login(request, user)


def mark_begin(request: HttpRequest) -> None:
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def is_over(request: HttpRequest, user: User) -> bool:
    """Whether the session has outlived its limits; notes the visit from time to time."""
    now, seen = time.time(), request.session.get(SEEN)
    if seen is None:
        return False  # opened without our door: it ends with its cookie's age, and is never renewed
    limits = limits_of(user)
    if now - seen > limits.idle or now - request.session.get(BEGAN, 0) > limits.absolute:
        return True
    if now - seen > NOTED_EVERY:
        request.session[SEEN] = int(now)
    return False
