"""Predicates and names about companies; no writes."""

from companies.registry.enums import Access
from companies.registry.models import Company, Contact


def stream(company: Company) -> str:
    """The name under which the journal files what concerns this company as such."""
    return f"company:{company.pk}"


def speaks_for_itself(contact: Contact) -> bool:
    """Whether the person signs in and keeps their own address up to date: no list may overwrite it."""
    return contact.access == Access.MEMBER
