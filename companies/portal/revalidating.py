"""Public pages that a browser keeps and asks about: "is it still so?" costs a line instead of the page."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_MASKED: Final = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
"""The token of the forms is masked anew in each answer; what it hides is the cookie's."""


def revalidated(view: View[P]) -> View[P]:
    """For visitors who are not signed in: the answer has an ETag of what it says, and is never shown unasked.

    It is kept by their own browser only: the page holds the token of its forms, and follows the visitor's language.
    """

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or response.status_code != 200 or request.user.is_authenticated:
            return response
        etag = _etag(response.content, str(request.META.get("CSRF_COOKIE", "")))
        response.headers["ETag"] = etag
        patch_cache_control(response, private=True, no_cache=True)
        return get_conditional_response(request, etag=etag, response=response) or response

    return answered


def _etag(page: bytes, secret: str) -> str:
    said = hashlib.sha256(_MASKED.sub(b"", page))
    said.update(secret.encode())
    return f'"{said.hexdigest()[:32]}"'
