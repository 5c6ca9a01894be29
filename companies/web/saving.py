"""An uploaded file as an answer: always to be saved, never to be shown by the browser as a page of ours."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from companies.files.models import Upload
from companies.files.serving import served

POLICY: Final = "sandbox; default-src 'none'"


def to_save(upload: Upload) -> HttpResponse:
    """Raises `files.serving.Withheld`; the caller has checked that the person may have it."""
    file = served(upload)
    return HttpResponse(
        file.content,
        content_type=file.mime,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name),
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
