"""The people of a company, as the case page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from companies.cases.models import Case
from companies.common import clock
from companies.mail import queries as mail
from companies.mail.queries import AddressState, Known
from companies.registry.models import Contact

SILENT: Final = (AddressState.COMPLAINED, AddressState.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Person:
    """`refused`: the mail server refuses the address; `silenced`: its owner wants no reminders `since` that day."""

    contact: Contact
    refused: bool
    silenced: bool
    since: date | None


def people_of(case: Case) -> list[Person]:
    """The main contact first; two statements."""
    contacts = list(case.company.contacts.order_by("-primary", "id"))
    known = mail.known_of(contact.email for contact in contacts if contact.email)
    return [_person(contact, known) for contact in contacts]


def wants_none(contact: Contact | None) -> bool:
    """Whether the person asked for no reminders: none leaves, whatever is planned."""
    return bool(contact and mail.states_of([contact.email]).get(contact.email) in SILENT)


def _person(contact: Contact, known: Mapping[str, Known]) -> Person:
    state, since = known.get(contact.email, Known(AddressState.OK, None))
    day = clock.local_day(since) if since else None
    return Person(contact, refused=state == AddressState.BOUNCED, silenced=state in SILENT, since=day)
