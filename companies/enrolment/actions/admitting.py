"""From a contact with an address to a person who can sign in by codes sent to it."""

from datetime import datetime

from companies.accounts import actions as accounts
from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.journal.actors import SYSTEM, Actor
from companies.journal.enums import ActorKind
from companies.registry import actions as registry
from companies.registry.enums import GONE, Access
from companies.registry.models import Contact


def admit(contact: Contact, *, by: Actor, at: datetime) -> User | None:
    """Let the contact's address open the company's file; None where there is no address that could.

    An address of staff, or of a person who may not sign in, opens nothing: staff have their own door.
    Whoever left, or is the wrong person, comes back only through an officer.
    """
    if not contact.email or contact.access in GONE:
        return None
    user = _person_behind(contact, by=by, at=at)
    if user is None or contact.company.contacts.filter(user=user).exclude(pk=contact.pk).exists():
        return None
    if contact.user_id != user.pk or contact.access != Access.MEMBER:
        registry.give_access(contact, user, by=by, at=at)
    return user


def admit_by_address(email: str, *, at: datetime) -> User | None:
    """Let somebody who was invited and lost the link come in by a code: they typed the address on file.

    Does nothing for an address that can sign in already, or that belongs to nobody with an open file.
    """
    address = email.strip().lower()
    if not address or User.objects.filter(email=address).exists():
        return None
    admitted = [admit(contact, by=SYSTEM, at=at) for contact in _invited(address)]
    return next((user for user in admitted if user and user.email == address), None)


def admit_further(user: User, *, at: datetime) -> None:
    """Open what else the address of somebody who has just signed in with it is on file for: another company's file."""
    for contact in _invited(user.email):
        admit(contact, by=SYSTEM, at=at)


def _invited(address: str) -> list[Contact]:
    """As whom an address is on file with a company that was spoken to, and opens nothing yet."""
    contacts = Contact.objects.filter(email=address, access=Access.NONE).select_related("company", "user")
    invited = contacts.filter(company__cases__in=Case.objects.open().exclude(status=Status.LISTED)).distinct()
    return list(invited.order_by("id"))


def _person_behind(contact: Contact, *, by: Actor, at: datetime) -> User | None:
    """Who signs in for the contact. A login stays with the address its codes go to: another address that a form names
    is only where we write, until a code sent to it was typed (`profile.move_to`).

    A login with which nobody has come in yet gives way to one of the new address; not through a link, which proves
    nothing of who holds it, where it guards more than this draft.
    """
    user = contact.user
    if user is None or user.email == contact.email:
        return _person(contact, by=by, at=at)
    if user.last_login is not None or (by.kind == ActorKind.LINK and contact.company.cases.count() > 1):
        return user if user.is_active else None
    return _person(contact, by=by, at=at)


def _person(contact: Contact, *, by: Actor, at: datetime) -> User | None:
    known = User.objects.filter(email=contact.email).first()
    if known is None:
        try:
            return accounts.create(
                contact.email, name=contact.name, role=Role.COMPANY, language=contact.language, by=by, at=at
            )
        except accounts.AddressTaken:  # made at the same moment, by another of their invitations
            known = User.objects.get(email=contact.email)
    return known if known.role == Role.COMPANY and known.is_active else None
