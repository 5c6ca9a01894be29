"""What people write back is filed on their case and becomes a task of its officer, once each (ruling 5: pulled)."""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from companies.cases import actions as cases
from companies.cases.enums import TaskKind
from companies.cases.models import Case, Task
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import inbox
from companies.mail import queries as mail
from companies.outreach.enums import ReminderState
from companies.outreach.models import Reminder
from companies.registry.enums import GONE
from companies.registry.models import Contact

logger = logging.getLogger(__name__)

REPLY: Final = "reply"
"""The ledger's name for "somebody wrote back": a fact, not a ladder."""
KNOWN: Final = "answer.mail"
UNKNOWN: Final = "answer.mail_unknown"
"""Why a reply is to be read: from a person of the company, or from an address nobody knows there."""
NOWHERE: Final = ""
"""Under which stream a reply is filed whose case is gone."""


def pull(at: datetime) -> int:
    """File what has come in; how many tasks were made. Safe to repeat; one that fails waits, the others go on."""
    made, failed = 0, 0
    for letter in mail.replies_to_file():
        try:
            made += _file(letter, at)
        except Exception:  # it stays to be filed, and is counted
            logger.exception("Reply %s could not be filed", letter.pk)
            failed += 1
    if failed:
        raise NotFiled(f"{failed} replies could not be filed")
    return made


class NotFiled(Exception):
    """Some replies wait for the next sweep."""


@transaction.atomic
def _file(letter: mail.Received, at: datetime) -> int:
    """The words move from the mailbox to the case: they stand in one place, and are erased with it."""
    case = _case(letter.stream)
    if not inbox.filed(letter.pk, case.stream if case else NOWHERE, at=at) or case is None:
        return 0
    contact = _known(case, letter.from_email)
    cases.file_mail(
        case,
        sender=letter.from_email,
        text=letter.text,
        attachments=letter.attachments,
        contact=contact,
        by=SYSTEM,
        at=at,
    )
    task = cases.add_task(
        case,
        kind=TaskKind.REPLY,
        due_on=clock.local_day(at),
        reason=KNOWN if contact else UNKNOWN,
        by=SYSTEM,
        at=at,
    )
    _enter(case, contact, letter, task, at)
    return 1


def _case(stream: str) -> Case | None:
    """By its number, or by the reference in the address that was written to; locked, as every act on it does."""
    cases_ = Case.objects.select_for_update(of=("self",), no_key=True).select_related("company", "officer")
    if stream.startswith(inbox.FILE):
        return cases_.filter(reference=stream.removeprefix(inbox.FILE)).first()
    number = stream.removeprefix("case:")
    return cases_.filter(pk=int(number)).first() if number.isdecimal() else None


def _known(case: Case, email: str) -> Contact | None:
    """The person of this company who writes from that address; not one who has left, or never belonged to it."""
    people = Contact.objects.filter(company=case.company_id, email__iexact=email).exclude(access__in=GONE)
    return people.order_by("-primary", "id").first() if email else None


def _enter(case: Case, contact: Contact | None, letter: mail.Received, task: Task, at: datetime) -> None:
    Reminder.objects.create(
        kind=REPLY,
        case=case,
        subject=str(letter.pk),
        occurrence="1",
        rung=1,
        contact=contact,
        starts_at=at,
        due_at=at,
        planned_at=at,
        ended_at=at,
        state=ReminderState.POSTED,
        task=task,
    )
