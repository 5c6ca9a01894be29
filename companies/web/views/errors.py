"""Django's pages for what went wrong; for a form that cannot be read too, in which they would look for its token."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views import defaults

UNREADABLE: Final = (BadRequest, SuspiciousOperation, MultiPartParserError, OSError)
"""Too many fields, a broken body, a connection that ended."""


def also_unread(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            _ = request.POST
        except UNREADABLE:
            request._mark_post_parse_error()  # type: ignore[attr-defined]  # as Django does for broken parts
        return view(request, *args, **kwargs)

    return answered


bad_request = also_unread(defaults.bad_request)
permission_denied = also_unread(defaults.permission_denied)
page_not_found = also_unread(defaults.page_not_found)
server_error = also_unread(defaults.server_error)
