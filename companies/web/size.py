"""Requests larger than any page takes are answered before they are read, in the person's language."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from companies.files import limits

Respond = Callable[[HttpRequest], HttpResponseBase]
READ_AWAY: Final = 4
"""Times the largest request that is read and thrown away: a browser that may not finish sending shows no answer."""
BLOCK: Final = 65_536


class RequestSizeMiddleware:
    """Stands last, so that the page of refusal is drawn as any other. nginx refuses the same before us."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _length(request) <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        _read_away(request)
        return refused(request)


def refused(request: HttpRequest) -> HttpResponse:
    return render(request, "413.html", {"limit": limits.in_words(limits.largest())}, status=413)


def _length(request: HttpRequest) -> int:
    """As the request says; without a length nothing is read of it."""
    said = request.headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def _read_away(request: HttpRequest) -> None:
    left = min(_length(request), READ_AWAY * settings.REQUEST_MAX_BYTES)
    while left > 0 and (block := request.read(min(BLOCK, left))):
        left -= len(block)
