"""Addresses the mail server refused become tasks of the officers, once each (ruling 5: pulled, not pushed)."""

from django.db import IntegrityError, transaction

from companies.cases import actions as cases
from companies.cases.enums import TaskKind, YearState
from companies.cases.models import Case
from companies.common import clock
from companies.journal.actors import SYSTEM
from companies.mail import queries as mail
from companies.outreach import reasons
from companies.outreach.enums import ReminderState
from companies.outreach.kinds import ADDRESS
from companies.outreach.ladder import Now
from companies.outreach.models import Reminder
from companies.registry.models import Contact


def pull(now: Now) -> int:
    """One task per open case and refused address of its contacts; how many were made. Safe to repeat."""
    refused = {row.email: row for row in mail.refused_addresses()}
    contacts = Contact.objects.filter(email__in=refused) if refused else Contact.objects.none()
    made = 0
    for contact in contacts.order_by("id"):
        row = refused[contact.email]
        since = row.changed_at or now.at
        for case in Case.objects.open().filter(company=contact.company_id, year__state=YearState.OPEN):
            made += _once(case, contact, f"{row.pk}:{int(since.timestamp())}", now)
    return made


def _once(case: Case, contact: Contact, occurrence: str, now: Now) -> int:
    key = {"kind": ADDRESS, "case": case, "subject": str(contact.pk), "occurrence": occurrence}
    if Reminder.objects.filter(**key).exists():
        return 0
    try:
        with transaction.atomic():
            task = cases.add_task(
                case,
                kind=TaskKind.FIX_ADDRESS,
                due_on=clock.local_day(now.at),
                reason=reasons.code(ADDRESS, 1),
                by=SYSTEM,
                at=now.at,
            )
            Reminder.objects.create(
                **key,
                rung=1,
                contact=contact,
                starts_at=now.at,
                due_at=now.at,
                planned_at=now.at,
                ended_at=now.at,
                state=ReminderState.POSTED,
                task=task,
            )
    except IntegrityError:  # another sweep was faster, and its task stands
        return 0
    return 1
