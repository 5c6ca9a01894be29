"""The virus check: who may see a file yet, and asking the scanner about those that wait.

The rows are the truth: a hint to a worker makes it quick, the tick makes it sure.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from companies.files import clamd, store
from companies.files.enums import Scan
from companies.files.models import Upload
from companies.journal import actions as journal
from companies.journal.actors import SYSTEM

logger = logging.getLogger(__name__)

PAUSES: Final = (1, 2, 5, 15, 30)
"""Minutes until a file is tried again, by the number of tries; the last one from then on."""
AT_MOST: Final = 200
"""Files one round looks at."""


def is_configured() -> bool:
    return bool(settings.CLAMD_URL)


def first_state() -> Scan:
    """How a file begins that has just come in."""
    return Scan.WAITING if is_configured() else Scan.UNSCANNED


def may_be_seen(upload: Upload) -> bool:
    """Whether the file can be given out now: asked at each serving, on a row just read."""
    if upload.erased_at:
        return False
    return upload.scan == Scan.CLEAN or (upload.scan == Scan.UNSCANNED and not is_configured())


def scan_due(*, at: datetime) -> dict[str, int]:
    """Check the files that wait, until none is left or the scanner gives no answer; how many came to what."""
    done: dict[str, int] = {}
    while is_configured() and sum(done.values()) < AT_MOST:
        state = _scan_next(at)
        if state is None:
            break
        done[state] = done.get(state, 0) + 1
        if state == Scan.WAITING:
            break
    return done


@transaction.atomic
def _scan_next(at: datetime) -> str | None:
    """One file, held so that no other process asks about it too."""
    upload = Upload.objects.to_scan(at=at).select_for_update(skip_locked=True).first()
    if upload is None:
        return None
    try:
        data = store.read(upload.stored_as)
        verdict = clamd.scan([data], url=settings.CLAMD_URL, seconds=settings.CLAMD_SECONDS)
    except (clamd.Unavailable, store.Unreachable) as error:
        return _put_off(upload, error, at)
    return _judge(upload, verdict.found, at)


def _put_off(upload: Upload, error: Exception, at: datetime) -> str:
    logger.warning("Upload %s could not be checked for viruses: %s", upload.pk, error)
    pause = PAUSES[min(upload.scan_tries, len(PAUSES) - 1)]
    upload.scan, upload.scan_tries = Scan.WAITING, upload.scan_tries + 1
    upload.scan_after = at + timedelta(minutes=pause)
    upload.save(update_fields=["scan", "scan_tries", "scan_after"])
    return Scan.WAITING


def _judge(upload: Upload, found: str, at: datetime) -> str:
    upload.scan = Scan.INFECTED if found else Scan.CLEAN
    upload.scanned_at, upload.scan_found = at, found
    if found:
        upload.erased_at = at
        journal.record("upload.infected", upload, by=SYSTEM, at=at)
        store.erase(upload.stored_as)
    upload.save(update_fields=["scan", "scanned_at", "scan_found", "erased_at"])
    return upload.scan
