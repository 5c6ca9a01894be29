"""Whether a file can be given out now, and what is given then."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from companies.common.refusals import Refusal
from companies.files import scanning, store
from companies.files.enums import Scan
from companies.files.models import Upload

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Withheld(Refusal):
    """The file cannot be given out, now or ever."""


@dataclass(frozen=True, slots=True)
class Served:
    name: str
    mime: str
    content: bytes


def served(upload: Upload) -> Served:
    """The file, after a fresh look at what the scanner said. Raises Withheld.

    The caller has checked that the person may have it.
    """
    fresh = Upload.objects.get(pk=upload.pk)
    if not scanning.may_be_seen(fresh):
        raise Withheld(_why(fresh))
    try:
        return Served(fresh.name, fresh.mime, store.read(fresh.stored_as))
    except store.Unreachable as error:
        raise Withheld(_("This file cannot be reached at the moment. Try again in a few minutes.")) from error


def _why(upload: Upload) -> "StrPromise":
    if upload.scan == Scan.INFECTED:
        return _("A virus was found in this file, which was destroyed. Check your computer, then send a clean copy.")
    if upload.erased_at:
        return _("This file was taken back and is no longer kept.")
    return _("This file is being checked for viruses. Come back in a few minutes.")
