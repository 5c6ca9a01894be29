"""The people of a company who open its file: invited and removed by one another, and going by themselves."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from companies.cases import actions as cases
from companies.cases.enums import TaskKind
from companies.cases.models import Case, Task
from companies.common import clock, locks
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.enrolment import entry_emails
from companies.enrolment.actions.admitting import admit
from companies.enrolment.actions.people import end_access, name_main_contact
from companies.enrolment.inviters import LISTED, brought_in, members_of
from companies.enrolment.mailboxes import mailbox_of
from companies.journal.actors import Actor
from companies.reference import calendar
from companies.registry import actions as registry
from companies.registry.enums import GONE, Access
from companies.registry.models import Company, Contact

MOST_MEMBERS: Final = 12
LEFT: Final = "entry.left"
"""Why an officer looks for a main contact: a member says that the one on file has left."""
DAYS_TO_FIND: Final = 3


class OnlyTheMain(Refusal):
    """What the main contact alone may do."""

    def __init__(self) -> None:
        super().__init__(_("Only the main contact can do this. If they have left, tell us below."))


@transaction.atomic
def invite(
    case: Case,
    inviter: Contact,
    email: str,
    *,
    name: str,
    language: str,
    by: Actor,
    at: datetime,
    mailed: bool = True,
) -> Contact:
    """Let a colleague open the file, and, where `mailed`, write to them. Raises Refusal for who opens it already.

    Whom the main contact has removed, no other member brings back, under whatever name of the mailbox. An address
    that cannot come in by this door, as those of staff, waits and gets no mail: who invites does not learn whose it is.
    """
    address = email.strip().lower()
    locks.hold("mailbox", address)
    Company.objects.select_for_update(no_key=True).get(pk=case.company_id)  # invitations at once count one another
    colleague = case.company.contacts.filter(email=address).first()
    if case.company.contacts.filter(Q(email=address) | Q(user__email=address), access__in=LISTED).exists():
        raise Refusal(_("This person opens the file already."), "email")
    if _was_shut_out(case.company, address):
        _as_main(inviter)
    if case.company.contacts.filter(access__in=LISTED).count() >= MOST_MEMBERS:
        raise Refusal(_("%(most)s people open this file already: remove one first.") % {"most": MOST_MEMBERS}, "email")
    colleague = _contact(case, colleague, address, clean(name)[:120], language, by=by, at=at)
    if admit(colleague, by=by, at=at) is None:
        return registry.keep_waiting(colleague, by=by, at=at)
    if mailed:
        entry_emails.invite_colleague(case, colleague, inviter.name or inviter.email, at=at)
    return colleague


def _was_shut_out(company: Company, email: str) -> bool:
    """Whether the mailbox, by this or another of its names, was somebody's who no longer opens the file."""
    gone = company.contacts.filter(access__in=GONE).values_list("email", "user__email")
    return mailbox_of(email) in {mailbox_of(each) for addresses in gone for each in addresses if each}


def _contact(
    case: Case, known: Contact | None, email: str, name: str, language: str, *, by: Actor, at: datetime
) -> Contact:
    if known is None:
        return registry.add_contact(case.company, email=email, name=name, language=language, by=by, at=at)
    if known.access in GONE:
        registry.detach(known, by=by, at=at)
    return known


@transaction.atomic
def remove(case: Case, remover: Contact, colleague: Contact, *, by: Actor, at: datetime) -> Contact:
    """Shut a colleague out, and tell who has come in before. The main contact's alone; nobody removes that one."""
    _as_main(remover)
    fresh = _locked(colleague)
    if fresh.primary:
        raise Refusal(_("Name another main contact first."))
    if fresh.access in GONE:
        return fresh
    end_access(fresh, by=by, at=at)
    if fresh.email and _has_come(fresh):
        entry_emails.tell_access_ended(case, fresh, at=at)
    return fresh


@transaction.atomic
def remove_with_guests(case: Case, remover: Contact, colleague: Contact, *, by: Actor, at: datetime) -> list[Contact]:
    """Shut a colleague out, and those who are there by their invitation."""
    guests = brought_in(case.company, members_of(case.company)).get(colleague.pk, [])
    leaving = [colleague, *(guest for guest in guests if guest.pk != remover.pk)]
    return [remove(case, remover, each, by=by, at=at) for each in leaving]


@transaction.atomic
def hand_over(giver: Contact, receiver: Contact, *, by: Actor, at: datetime) -> Contact:
    """We write to `receiver` from now on, who has come in already; the giver remains a member."""
    _as_main(giver)
    fresh = _locked(receiver)
    if fresh.access != Access.MEMBER or not _has_come(fresh):
        raise Refusal(_("Only somebody who opens the file can be its main contact."))
    return name_main_contact(fresh, by=by, at=at)


@transaction.atomic
def leave(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """Go by oneself. The main contact names another one first."""
    fresh = _locked(contact)
    if fresh.primary:
        raise Refusal(_("Name another main contact first."))
    return end_access(fresh, by=by, at=at)


@transaction.atomic
def tell_main_has_left(case: Case, *, by: Actor, at: datetime) -> Task:
    """A member says that the main contact has left: the officer makes sure, and names another. Once is enough."""
    Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    waiting = case.tasks.open().filter(kind=TaskKind.FIND_CONTACT).first()
    due_on = calendar.working_day_from(clock.local_day(at) + timedelta(days=DAYS_TO_FIND))
    return waiting or cases.add_task(case, kind=TaskKind.FIND_CONTACT, reason=LEFT, due_on=due_on, by=by, at=at)


def _has_come(contact: Contact) -> bool:
    """Whether the person has ever signed in: an invitation alone makes nobody known."""
    return contact.user is not None and contact.user.last_login is not None


def _as_main(contact: Contact) -> None:
    if not _locked(contact).primary:
        raise OnlyTheMain


def _locked(contact: Contact) -> Contact:
    return (
        Contact.objects.select_related("company", "user")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=contact.pk)
    )
