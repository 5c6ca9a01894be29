"""Answering with a PDF."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from companies.common import paper


def language_of(request: HttpRequest) -> str:
    """The language asked for in the address, else the page's."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else (get_language() or settings.LANGUAGE_CODE)[:2]


def pdf(document: "paper.Document | bytes", name: str) -> HttpResponse:
    """The document as a file to keep; `name` is ASCII."""
    made = document if isinstance(document, bytes) else paper.render(document)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
