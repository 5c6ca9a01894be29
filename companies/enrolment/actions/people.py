"""Who speaks for a company: whoever no longer does is shut out of what is open, and told."""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from companies.cases import actions as cases
from companies.cases.models import Case
from companies.enrolment import emails
from companies.journal.actors import Actor
from companies.registry import actions as registry
from companies.registry.enums import GONE
from companies.registry.fields import ContactFields
from companies.registry.models import Contact


@transaction.atomic
def change_contact(
    case: Case, contact: Contact, *, by: Actor, at: datetime, **fields: Unpack[ContactFields]
) -> Contact:
    """Correct a contact of the case's company, as the desk does. Raises registry.DuplicateAddress.

    Another address is another mailbox, perhaps another person's: the links and the login of the one before end.
    The login comes again by a code to the new address.
    """
    before = Contact.objects.select_related("company").select_for_update(of=("self",), no_key=True).get(pk=contact.pk)
    registry.update_contact(contact, by=by, at=at, **fields)
    if before.email and contact.email != before.email:
        revoke_all_links(contact, by=by, at=at)
        if before.user_id:
            registry.detach(contact, by=by, at=at)
            tell_former_address(case, before, at=at)
    return contact


@transaction.atomic
def name_main_contact(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """An officer says whom to write to: links of the one before end, and of this one nothing else holds any more."""
    former = contact.company.contacts.filter(primary=True).exclude(pk=contact.pk).first()
    registry.make_primary(contact, by=by, at=at)
    if contact.access in GONE:
        registry.detach(contact, by=by, at=at)
    if former:
        revoke_all_links(former, by=by, at=at)
    return contact


@transaction.atomic
def end_access(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """The person has left, or must not open the file any more: neither login nor link."""
    revoke_all_links(contact, by=by, at=at)
    return registry.end_access(contact, by=by, at=at)


def revoke_all_links(contact: Contact, *, by: Actor, at: datetime, keep: int | None = None) -> None:
    """End the contact's links on every open case of the company, but for the one that acts (`keep`)."""
    for case in Case.objects.open().filter(company=contact.company_id, links__contact=contact).distinct():
        cases.revoke_links(case, contact, by=by, at=at, keep=keep)


def tell_former_address(case: Case, before: Contact, *, at: datetime) -> None:
    """Say at the address that was on file until now that another one is; `before` is the contact as it was."""
    emails.tell_address_changed(emails.Letter(case, before, emails.the_site(), at))
