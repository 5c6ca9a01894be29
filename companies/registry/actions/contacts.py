"""The people of a company, and whether they may open its file."""

from datetime import datetime
from typing import Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.registry import keys, rules
from companies.registry.enums import Access
from companies.registry.fields import ContactFields
from companies.registry.models import Company, Contact


class DuplicateAddress(Refusal):
    """The company has another contact with this address."""

    def __init__(self) -> None:
        super().__init__(_("This company already has a contact with this address."), "email")


@transaction.atomic
def add_contact(company: Company, *, by: Actor, at: datetime, **fields: Unpack[ContactFields]) -> Contact:
    """One more person; the first one is the main contact. Raises DuplicateAddress."""
    contact = Contact(company=company, **fields)
    contact.primary = not company.contacts.filter(primary=True).exists()
    _save(contact)
    journal.record("contact.created", contact, by=by, at=at, stream=rules.stream(company))
    return contact


@transaction.atomic
def update_contact(contact: Contact, *, by: Actor, at: datetime, **fields: Unpack[ContactFields]) -> Contact:
    """Change the fields given; the same values again write nothing. Raises DuplicateAddress.

    What was said of an address that was not the right person's does not hold for another one.
    """
    changed = [name for name, value in fields.items() if getattr(contact, name) != value]
    if not changed:
        return contact
    for name, value in fields.items():
        setattr(contact, name, value)
    if "email" in changed and contact.access == Access.WRONG:
        contact.access = Access.NONE
    _save(contact)
    stream = rules.stream(contact.company)
    journal.record("contact.changed", contact, by=by, at=at, stream=stream, fields=",".join(changed))
    return contact


@transaction.atomic
def set_contact(company: Company, *, by: Actor, at: datetime, **fields: Unpack[ContactFields]) -> Contact:
    """Change the company's main contact, or make one. Raises DuplicateAddress."""
    contact = company.contacts.filter(primary=True).first()
    if contact is None:
        return add_contact(company, by=by, at=at, **fields)
    return update_contact(contact, by=by, at=at, **fields)


@transaction.atomic
def make_primary(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """Write to this person from now on."""
    contact.company.contacts.filter(primary=True).exclude(pk=contact.pk).update(primary=False)
    contact.primary = True
    contact.save(update_fields=["primary"])
    journal.record("contact.made_primary", contact, by=by, at=at, stream=rules.stream(contact.company))
    return contact


@transaction.atomic
def give_access(contact: Contact, user: User, *, by: Actor, at: datetime) -> Contact:
    """Let `user` open the company's file as this contact. Refuses a person who is a contact of it already."""
    if contact.company.contacts.filter(user=user).exclude(pk=contact.pk).exists():
        raise Refusal(_("This person already belongs to the company."))
    contact.user, contact.access = user, Access.MEMBER
    contact.save(update_fields=["user", "access"])
    stream = rules.stream(contact.company)
    journal.record("contact.access_given", contact, by=by, at=at, stream=stream, user=user.pk)
    return contact


@transaction.atomic
def keep_waiting(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """The contact was invited under an address that opens nothing here."""
    contact.access = Access.PENDING
    contact.save(update_fields=["access"])
    journal.record("contact.kept_waiting", contact, by=by, at=at, stream=rules.stream(contact.company))
    return contact


@transaction.atomic
def end_access(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """The person no longer opens the company's file; what they wrote stays."""
    contact.access = Access.ENDED
    contact.save(update_fields=["access"])
    journal.record("contact.access_ended", contact, by=by, at=at, stream=rules.stream(contact.company))
    return contact


@transaction.atomic
def mark_wrong(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """The person said that they are not the one to ask: nothing is sent to them, nothing opens for them."""
    contact.user, contact.access = None, Access.WRONG
    contact.save(update_fields=["user", "access"])
    journal.record("contact.wrong", contact, by=by, at=at, stream=rules.stream(contact.company))
    return contact


@transaction.atomic
def detach(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """Whoever signed in as this contact no longer opens the company's file; another person may."""
    contact.user, contact.access = None, Access.NONE
    contact.save(update_fields=["user", "access"])
    journal.record("contact.detached", contact, by=by, at=at, stream=rules.stream(contact.company))
    return contact


def _save(contact: Contact) -> None:
    """Save with the address in small letters, and the company's search key with it."""
    contact.email = contact.email.strip().lower()
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError as error:
        if "contact_email_once" not in str(error):
            raise
        raise DuplicateAddress from error
    company = contact.company
    keys.set_keys(company, company.contacts.all())
    company.save(update_fields=["search_key"])
