"""Against machines that fill in forms: a field no person sees, and the time it took. No puzzle for anybody.

Who falls into a trap is told to press again and loses nothing: a person does, most machines do not come back.
"""

import time
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

BAIT: Final = "website"
STAMP: Final = "drawn"
LONGEST: Final = 24 * 60 * 60
"""Seconds for which a page that was drawn can be sent."""
_signer: Final = signing.TimestampSigner(salt="portal.entry")


def fields() -> SafeString:
    """The two fields for inside a form; on the machine's clock, like sessions."""
    label = _("Leave this field empty")
    return format_html(
        '<div class="bait" aria-hidden="true"><label for="bait">{}</label>'
        '<input id="bait" name="{}" type="text" tabindex="-1" autocomplete="off"></div>'
        '<input type="hidden" name="{}" value="{}">',
        label,
        BAIT,
        STAMP,
        _signer.sign("entry"),
    )


def caught(request: HttpRequest) -> bool:
    """Whether what was posted looks like a machine's: the bait taken, no stamp of ours, too fast, or a day old."""
    return bool(request.POST.get(BAIT)) or not _took_its_time(request.POST.get(STAMP, ""))


def _took_its_time(stamp: str) -> bool:
    try:
        _signer.unsign(stamp, max_age=LONGEST)
        drawn = signing.b62_decode(stamp.split(":")[1])
    except (signing.BadSignature, ValueError, IndexError):
        return False
    return time.time() - drawn >= settings.ENTRY_SECONDS
