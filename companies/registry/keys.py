"""The stored keys under which a company sorts and is found."""

from collections.abc import Iterable

from companies.common.parse import COUNTRY_PREFIX
from companies.common.text import sort_key, trigrams
from companies.registry.models import Company, Contact


def set_keys(company: Company, contacts: Iterable[Contact]) -> None:
    """Bring both keys up to date with the names, numbers, town and people of `company`; saves nothing."""
    company.sort_key = sort_key(company.name or company.name_ar)
    words = [company.name, company.name_ar, company.ice, company.town]
    for contact in contacts:
        words += [contact.name, contact.email, *_spellings(contact.phone)]
    company.search_key = trigrams(*words)


def _spellings(phone: str) -> list[str]:
    """As kept and as dialled in the country: +212661203142, 0661203142."""
    return [phone, phone.replace(COUNTRY_PREFIX, "0", 1)] if phone.startswith(COUNTRY_PREFIX) else [phone]
