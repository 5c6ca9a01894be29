"""One look into the mailbox. Two at once, or one that dies half-way, note every mail once: the row comes first."""

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models.functions import Now

from companies.common.faults import fault
from companies.mail.inbound import noting
from companies.mail.inbound.begun import InHand
from companies.mail.inbound.sources import Letter, Source, Trouble
from companies.mail.inbound.urls import source_of
from companies.mail.models import Mailbox

logger = logging.getLogger(__name__)

MOST: Final = 200
"""Mails in one run; the next one takes the rest."""
AGAIN: Final = "again"
IN_HAND: Final = "in hand"


@dataclass
class Looked:
    """What was found, by kind; `error` says why it was not looked to the end, "" when it was."""

    done: Counter[str] = field(default_factory=Counter)
    error: str = ""


def read(*, at: datetime, seconds: float = 50, most: int = MOST) -> Looked:
    """Note what has come in, for at most about `seconds`. Does nothing where no mailbox is configured."""
    source = source_of(settings.MAILBOX_URL)
    looked = Looked()
    if source is None:
        return looked
    try:
        _read(source, looked, at, time.monotonic() + seconds, most)
    except Trouble as trouble:
        looked.error = str(trouble)
        logger.error("The mailbox cannot be read: %s", trouble)
    _beat(looked.error)
    noting.forget(at)
    return looked


def _read(source: Source, looked: Looked, at: datetime, until: float, most: int) -> None:
    with source.opened(max(1.0, until - time.monotonic())) as mailbox:
        for letter in mailbox.letters(most):
            looked.done[_take(letter, at)] += 1
            if time.monotonic() > until:
                break


def _take(letter: Letter, at: datetime) -> str:
    """What it is. One that another reader has in hand, or has just died of, stays where it is and holds up no other."""
    try:
        kind = noting.take(letter.content, at=at, cut=letter.cut)
    except InHand:
        return IN_HAND
    fault("mail_noted")
    letter.put_aside()
    return kind or AGAIN


def _beat(error: str) -> None:
    """`read_at` is the last look that succeeded."""
    changes = {"error": error[:500]} if error else {"error": "", "read_at": Now()}
    Mailbox.objects.update_or_create(pk=1, defaults=changes)
