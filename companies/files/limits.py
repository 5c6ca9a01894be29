"""How much a file may hold. Each limit is checked before anything is unpacked, or while it is, block by block."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from companies.common import words

MEGA: Final = 1_000_000
PDF_PAGES: Final = 60
PDF_OBJECTS: Final = 50_000
PDF_STREAM: Final = 40 * MEGA
"""Bytes one stream of a PDF may unpack to: a page scanned in colour at 300 points an inch has 26 million."""
PDF_ALL: Final = 250 * MEGA
PDF_SECONDS: Final = 8.0
PICTURE_POINTS: Final = 60 * MEGA
PICTURE_SIDE: Final = 4000
"""Longest side a picture is kept with, in points: A4 at 300 an inch has 3 508."""
PICTURE_SCANS: Final = 64
"""Passes of a progressive JPEG; cameras make ten."""
OFFICE_PARTS: Final = 1_000
OFFICE_ALL: Final = 100 * MEGA
OFFICE_RATIO: Final = 200
"""Times a part may unpack to its packed size; sheets of figures come to 30."""


def largest() -> int:
    """The largest file taken, in bytes."""
    return int(settings.UPLOAD_MAX_BYTES)


def in_words(size: int) -> str:
    """A size as people say it: "10 MB", "340 kB"."""
    if size >= MEGA:
        return _("%(number)s MB") % {"number": words.grouped(round(size / MEGA))}
    return _("%(number)s kB") % {"number": words.grouped(max(1, round(size / 1000)))}
