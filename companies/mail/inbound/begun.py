"""Which mails are being read: one that its reader does not survive must not be the first one again, for ever.

A mark is a row of its own beside those of mails that were noted, written before the mail is looked into and deleted
with the note of it.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from companies.mail.enums import ReceivedKind
from companies.mail.models import Received

TRIES: Final = 3
"""A reader may be killed for no fault of the mail, at a restart for instance; not so often."""
PATIENCE: Final = timedelta(minutes=6)
"""No reader lives longer on one mail: a task is killed after five minutes."""


class InHand(Exception):
    """Somebody else has begun this mail, or died of it just now: it is to come again, later."""


def begin(name: str, at: datetime) -> bool:
    """Whether to look into the mail of that name; False when nobody who began has ended. Raises InHand."""
    marks = _marks(name)
    known = dict(Received.objects.filter(message_id__in=marks).values_list("message_id", "at"))
    if known and abs(at - max(known.values())) < PATIENCE:
        raise InHand(name)
    left = [mark for mark in marks if mark not in known]
    if left:
        _write(left[0], at)
    return bool(left)


def end(name: str) -> None:
    """In the transaction that notes it."""
    Received.objects.filter(message_id__in=_marks(name)).delete()


def _write(mark: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            Received(message_id=mark, kind=ReceivedKind.UNKNOWN, at=at).save(force_insert=True)
    except IntegrityError:
        raise InHand(mark) from None


def _marks(name: str) -> list[str]:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return [f"begun:{number}:{digest}" for number in range(1, TRIES + 1)]
