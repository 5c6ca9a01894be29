"""The answer without a name that a visitor has given, remembered for as long as their session."""

from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

from companies.dialogue.models import Obstacle

KEY: Final = "obstacle"
AT_ONCE: Final = 10
"""Seconds for which a browser is known by the cookie of its forms: two presses at once make one answer."""


def answer_of(request: HttpRequest) -> Obstacle | None:
    """What this visitor has said; None for who has not, and for what is no longer there."""
    number = _mark(request).get("pk") or (cache.get(_browser(request)) if _browser(request) else None)
    if not isinstance(number, int):
        return None
    return Obstacle.objects.without_name().filter(pk=number).select_related("sector", "region").first()


def remember(request: HttpRequest, row: Obstacle) -> None:
    request.session[KEY] = {"pk": row.pk, "done": False}
    if _browser(request):
        cache.set(_browser(request), row.pk, AT_ONCE)


def is_done(request: HttpRequest) -> bool:
    """Whether they have gone through all steps: what is said now may be somebody else's on the same device."""
    return bool(_mark(request).get("done"))


def finish(request: HttpRequest) -> None:
    request.session[KEY] = _mark(request) | {"done": True}


def _mark(request: HttpRequest) -> dict[str, object]:
    mark = request.session.get(KEY)
    return dict(mark) if isinstance(mark, dict) else {}


def _browser(request: HttpRequest) -> str:
    secret = request.META.get("CSRF_COOKIE", "")
    return f"obstacle:{secret}" if secret else ""
