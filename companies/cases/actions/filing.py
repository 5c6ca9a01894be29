"""Mail that came in, filed on the case it belongs to."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from companies.cases.actions.talking import reached
from companies.cases.enums import InteractionKind, Sign
from companies.cases.models import Case, Interaction
from companies.common import clock
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.registry.models import Contact


@transaction.atomic
def file_mail(
    case: Case,
    *,
    sender: str,
    text: str,
    attachments: Sequence[str],
    contact: Contact | None,
    by: Actor,
    at: datetime,
) -> Interaction:
    """Note what somebody wrote. A sign of life, and "reached", only from a known `contact`: anybody may write a mail.

    It may be empty: that somebody answered, or sent files, is worth knowing.
    """
    row = Interaction.objects.create(
        case=case,
        contact=contact,
        kind=InteractionKind.MAIL,
        happened_on=clock.local_day(at),
        text=text,
        sender=sender,
        attachments=list(attachments),
        by_id=by.user_id,
        at=at,
    )
    journal.record("mail.filed", row, by=by, at=at, stream=case.stream, known=contact is not None)
    if contact:
        reached(case, Sign.WROTE, clock.local_day(at), by=by, at=at)
    return row
