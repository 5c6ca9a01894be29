"""Taking a file in, and letting it go."""

import hashlib
import logging
from datetime import datetime

from django.core.files.base import File
from django.db import connection, transaction

from companies.files import limits, naming, office, pdfs, pictures, recognition, scanning, store
from companies.files.enums import Sort
from companies.files.models import Upload
from companies.files.refusals import Reason, Refused
from companies.files.tasks import hint
from companies.journal import actions as journal
from companies.journal.actors import Actor

logger = logging.getLogger(__name__)


@transaction.atomic
def receive(given: File, *, by: Actor, at: datetime) -> Upload:
    """Take in a file somebody sent: recognised, limited, pictures drawn anew, kept under a random name.

    Raises Refused, with what to do; nothing is kept then. The file cannot be given out before it is checked for
    viruses, where there is a scanner.
    """
    name = naming.shown(given.name or "")
    try:
        data, sort, pages = _checked(_read(given), name)
    except Refused as refused:
        logger.info("A file was not taken: %s", refused.reason)
        raise
    upload = _keep(data, sort, pages, name, by=by, at=at)
    journal.record("upload.received", upload, by=by, at=at, sort=sort, size=upload.size)
    if upload.scan != scanning.Scan.UNSCANNED:
        _hint_once()
    return upload


def glance(given: File) -> None:
    """Raise Refused where it shows at first sight that a file would not be taken; nothing is kept."""
    recognition.recognise(_read(given), naming.shown(given.name or ""))


def drop(upload: Upload, *, at: datetime) -> None:
    """Nobody needs the file any more: it is erased in a month."""
    Upload.objects.filter(pk=upload.pk, dropped_at=None).update(dropped_at=at)


def take_up(upload: Upload) -> None:
    """The file is needed again."""
    Upload.objects.filter(pk=upload.pk).update(dropped_at=None)


def _read(given: File) -> bytes:
    """All of it, unless it is too much, which its own word is not taken for."""
    largest = limits.largest()
    if (given.size or 0) > largest:
        raise Refused(Reason.TOO_LARGE, limits.in_words(largest))
    given.seek(0)
    data = given.read(largest + 1)
    if len(data) > largest:
        raise Refused(Reason.TOO_LARGE, limits.in_words(largest))
    if not data:
        raise Refused(Reason.EMPTY)
    return bytes(data)


def _checked(data: bytes, name: str) -> tuple[bytes, Sort, int]:
    """What will be kept, its kind, and its pages."""
    sort = recognition.recognise(data, name)
    if sort == Sort.PDF:
        return data, sort, pdfs.check(data)
    if sort in recognition.PICTURES:
        return pictures.redrawn(data, sort), sort, 1
    office.check(data, sort)
    return data, sort, 1


def _keep(data: bytes, sort: Sort, pages: int, name: str, *, by: Actor, at: datetime) -> Upload:
    upload = Upload.objects.create(
        stored_as=naming.random_place(sort, at),
        name=naming.kept(name, sort),
        sort=sort,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        scan=scanning.first_state(),
        by_id=by.user_id,
        at=at,
    )
    try:
        store.save(upload.stored_as, data)
    except store.Unreachable as error:
        logger.exception("A file could not be kept")
        raise Refused(Reason.NOT_KEPT) from error
    return upload


def _hint_once() -> None:
    """Wake a worker after the commit: one hint for a transaction."""
    if not any(each[1] is hint for each in connection.run_on_commit):
        transaction.on_commit(hint, robust=True)
