"""Giving a file out: always to be saved, never to be shown by the browser as a page of ours."""

from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from companies.common.refusals import Refusal
from companies.files import scanning, store
from companies.files.enums import Scan
from companies.files.models import Upload

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

POLICY: Final = "sandbox; default-src 'none'"


class Withheld(Refusal):
    """The file cannot be given out, now or ever."""


def served(upload: Upload) -> HttpResponse:
    """The answer that carries the file, after a fresh look at what the scanner said. Raises Withheld.

    The caller has checked that the person may have it.
    """
    fresh = Upload.objects.get(pk=upload.pk)
    if not scanning.may_be_seen(fresh):
        raise Withheld(_why(fresh))
    return HttpResponse(
        _content(fresh),
        content_type=fresh.mime,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=fresh.name),
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )


def _content(upload: Upload) -> bytes:
    try:
        return store.read(upload.stored_as)
    except store.Unreachable as error:
        raise Withheld(_("This file cannot be reached at the moment. Try again in a few minutes.")) from error


def _why(upload: Upload) -> "StrPromise":
    if upload.scan == Scan.INFECTED:
        return _("A virus was found in this file, which was destroyed. Check your computer, then send a clean copy.")
    if upload.erased_at:
        return _("This file was taken back and is no longer kept.")
    return _("This file is being checked for viruses. Come back in a few minutes.")
