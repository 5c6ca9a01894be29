"""Is anything wrong with uploaded files? Told to administrators: what is urgent, on every page of theirs."""

from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from companies.common import words
from companies.files import scanning
from companies.files.enums import Scan
from companies.files.models import Upload

LONGEST_WAIT: Final = timedelta(minutes=15)
KEPT_SECONDS: Final = 60
_KEY: Final = "files.watch"


def problems(*, at: datetime) -> list[str]:
    """In the language of the page. Without a scanner nothing is asked; with one, at most once a minute."""
    if not scanning.is_configured():
        return [_("Uploaded documents are not checked for viruses: no scanner is set up (CLAMD_URL).")]
    number, oldest = _waiting()
    if oldest is None or at - oldest <= LONGEST_WAIT:
        return []
    said = _("The virus scanner gives no answer: %(number)s files have been waiting, the oldest for %(time)s.")
    return [said % {"number": words.grouped(number), "time": words.lapse(at - oldest)}]


def _waiting() -> tuple[int, datetime | None]:
    found: tuple[int, datetime | None] | None = cache.get(_KEY)
    if found is None:
        held = Upload.objects.filter(scan__in=(Scan.WAITING, Scan.UNSCANNED), erased_at=None)
        row = held.aggregate(number=Count("pk"), oldest=Min("at"))
        found = (row["number"], row["oldest"])
        cache.set(_KEY, found, KEPT_SECONDS)
    return found
