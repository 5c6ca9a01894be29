"""What people write back is filed on their case (ruling 5: pulled); its officer is told by the fact `facts.REPLY`."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from companies.cases import actions as cases
from companies.cases.models import Case
from companies.journal.actors import SYSTEM
from companies.mail import inbox
from companies.mail import queries as mail
from companies.registry.enums import GONE
from companies.registry.models import Contact

logger = logging.getLogger(__name__)

NOWHERE: Final = ""
"""Under which stream a reply is put away whose case is gone."""


@dataclass
class Filing:
    """How many were filed; those that failed wait for the next sweep, `error` is the last one's."""

    filed: int = 0
    failed: int = 0
    error: str = ""


def file_all(at: datetime) -> Filing:
    """File what has come in. Safe to repeat, in any number of places at once; one that fails stops no other."""
    done = Filing()
    for letter in mail.replies_to_file():
        try:
            done.filed += _file(letter, at)
        except Exception as error:  # written down and shown; the other letters go on
            logger.exception("Reply %s could not be filed", letter.pk)
            done.failed += 1
            done.error = f"reply {letter.pk}: {type(error).__name__}: {error}"[:500]
    return done


@transaction.atomic
def _file(letter: mail.Received, at: datetime) -> bool:
    """The words move from the mailbox to the case: they stand in one place, and are erased with it."""
    case = _case(letter.stream)
    if not inbox.filed(letter.pk, case.stream if case else NOWHERE, at=at) or case is None:
        return False
    cases.file_mail(
        case,
        sender=letter.from_email,
        text=letter.text,
        attachments=letter.attachments,
        contact=_known(case, letter.from_email),
        by=SYSTEM,
        at=at,
    )
    return True


def _case(stream: str) -> Case | None:
    """By its number, or by the reference in the address that was written to; locked, as every act on it does."""
    held = Case.objects.select_for_update(of=("self",), no_key=True)
    if stream.startswith(inbox.FILE):
        return held.filter(reference=stream.removeprefix(inbox.FILE)).first()
    number = stream.removeprefix("case:")
    return held.filter(pk=int(number)).first() if number.isdecimal() else None


def _known(case: Case, email: str) -> Contact | None:
    """The person of this company who writes from that address; not one who has left, or never belonged to it."""
    people = Contact.objects.filter(company=case.company_id, email__iexact=email).exclude(access__in=GONE)
    return people.order_by("-primary", "id").first() if email else None
