"""What somebody typed into a page whose session had closed: kept in the session that follows, and drawn again.

It never leaves the server, is shown only to who may open that very page, and goes with the session.
"""

from typing import Any, Final

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

KEY: Final = "typed"
LONGEST: Final = 100_000
"""Characters of a page, as a browser sends it."""
PAGES: Final[set[str]] = set()
"""The names of the addresses whose pages are kept; each door adds its own."""


def keep(request: HttpRequest) -> bool:
    """Whether what was just sent is kept for after the sign-in."""
    if not _is_kept(request.path_info):
        return False
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    said = data.urlencode()
    if not data or len(said) > LONGEST:
        return False
    request.session[KEY] = {"path": request.path, "said": said}
    return True


def waiting(request: HttpRequest) -> QueryDict | None:
    """What was typed into this page before the session closed."""
    kept: dict[str, Any] = request.session.get(KEY) or {}
    return QueryDict(kept["said"]) if kept.get("path") == request.path else None


def drop(request: HttpRequest) -> None:
    """It was saved, or its page was."""
    if waiting(request) is not None:
        del request.session[KEY]


def _is_kept(path: str) -> bool:
    try:
        return resolve(path).view_name in PAGES
    except Resolver404:
        return False
