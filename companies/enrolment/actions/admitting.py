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
    return next((user for user in admitted if user), None)


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
    """Who signs in for the contact. Where only the address is new, the person keeps their login under it.

    A link proves nothing of who holds it: through one, a login that guards more than this draft stays where it is,
    until somebody has entered a code sent to the old address. A colleague never moves somebody else's login.
    """
    user = contact.user
    if user is None or user.email == contact.email:
        return _person(contact, by=by, at=at)
    if _is_another_of_company(by, user) or (by.kind == ActorKind.LINK and _guards_more(user, contact)):
        return user if user.is_active else None
    if user.contacts.exclude(pk=contact.pk).exists() or User.objects.filter(email=contact.email).exists():
        return _person(contact, by=by, at=at)
    return accounts.change_address(user, contact.email, by=by, at=at)


def _is_another_of_company(by: Actor, user: User) -> bool:
    return by.user_id not in (None, user.pk) and User.objects.filter(pk=by.user_id, role=Role.COMPANY).exists()


def _guards_more(user: User, contact: Contact) -> bool:
    """Somebody has signed in with it, or it opens other files than the one being applied with."""
    return user.last_login is not None or contact.company.cases.count() > 1


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
