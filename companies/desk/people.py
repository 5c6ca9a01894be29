"""The people of a company, as the case page shows them."""

from dataclasses import dataclass

from companies.cases.models import Case
from companies.mail import queries as mail
from companies.mail.queries import AddressState
from companies.registry.models import Contact


@dataclass(frozen=True, slots=True)
class Person:
    """`refused`: the mail server refuses the address; `silenced`: its owner asked for no mail."""

    contact: Contact
    refused: bool
    silenced: bool


def people_of(case: Case) -> list[Person]:
    """The main contact first; two statements."""
    contacts = list(case.company.contacts.order_by("-primary", "id"))
    states = mail.states_of(contact.email for contact in contacts if contact.email)
    return [
        Person(
            contact,
            refused=states.get(contact.email) == AddressState.BOUNCED,
            silenced=states.get(contact.email) in (AddressState.COMPLAINED, AddressState.SUPPRESSED),
        )
        for contact in contacts
    ]
