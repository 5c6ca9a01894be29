"""Predicates and names about companies; no writes."""

from typing import Final

from companies.reference.enums import SectorKind
from companies.reference.models import LegalForm, Sector
from companies.registry.enums import Access
from companies.registry.models import Company, Contact

SELF_EMPLOYED: Final = "AE"
CEILING_GOODS, CEILING_SERVICES = 500_000, 200_000  # MAD a year, law 114-13 (self-entrepreneurs)


def stream(company: Company) -> str:
    """The name under which the journal files what concerns this company as such."""
    return f"company:{company.pk}"


def speaks_for_itself(contact: Contact) -> bool:
    """Whether the person signs in and keeps their own address up to date: no list may overwrite it."""
    return contact.access == Access.MEMBER


def turnover_ceiling(form: LegalForm | None, sector: Sector | None) -> int | None:
    """The turnover in MAD that a company of this legal form may not exceed; none for most forms."""
    if form is None or form.code != SELF_EMPLOYED:
        return None
    return CEILING_SERVICES if sector and sector.kind == SectorKind.SERVICES else CEILING_GOODS
