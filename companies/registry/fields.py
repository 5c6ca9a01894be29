"""What the actions on companies and people accept, by name."""

from decimal import Decimal
from typing import TypedDict

from companies.reference.models import LegalForm, Province, Region, Sector


class CompanyFields(TypedDict, total=False):
    name: str
    name_ar: str
    ice: str
    legal_form: LegalForm | None
    rc_number: str
    rc_court: str
    other_register: str
    region: Region
    province: Province | None
    town: str
    address: str
    sector: Sector | None
    founded: int | None
    certifications: list[str]
    note: str


class ContactFields(TypedDict, total=False):
    name: str
    function: str
    email: str
    phone: str
    language: str
    note: str


class Figures(TypedDict, total=False):
    """Amounts in MAD; None is unknown, not zero."""

    turnover: Decimal | None
    export_turnover: Decimal | None
    headcount: int | None
