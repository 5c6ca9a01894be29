"""Between the registry and the form: what is filled in for the company, and what its answers become."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from companies.questionnaires.declarations import NONE_OF_THESE
from companies.reference.models import LegalForm, Province, Region, Sector
from companies.registry.fields import CompanyFields, ContactFields
from companies.registry.models import Company, Contact


def filled_in(company: Company, contact: Contact) -> dict[str, Any]:
    """What our files know, by question."""
    return _of_company(company) | _of_contact(contact)


def _of_company(company: Company) -> dict[str, Any]:
    form = company.legal_form
    in_register = form is None or form.has_rc is not False
    return {
        "name": company.name or company.name_ar,
        "name_ar": company.name_ar,
        "ice": company.ice,
        "legal_form": form.code if form else None,
        "rc_number": company.rc_number if in_register else None,
        "rc_court": company.rc_court if in_register else None,
        "created_on": company.founded,
        "region": company.region.code,
        "province": company.province.code if company.province else None,
        "address": company.address,
        "sector": company.sector.code if company.sector else None,
        "products": [{"code": product.hs, "name": product.name} for product in company.products.all()[:5]],
        "certifications": list(company.certifications),
    }


def _of_contact(contact: Contact) -> dict[str, Any]:
    return {
        "contact_name": contact.name,
        "function": contact.function,
        "email": contact.email,
        "phone": contact.phone,
        "language": contact.language,
    }


@dataclass(frozen=True, slots=True)
class Facts:
    """What the answers say about the company, ready for the registry's actions."""

    company: CompanyFields
    contact: ContactFields
    products: list[tuple[str, str]]


def stated(answers: Mapping[str, Any]) -> Facts:
    """The facts in answers that were checked. Products without a code stay answers: the registry files by code."""
    return Facts(
        company={
            "name": answers["name"],
            "name_ar": answers.get("name_ar") or "",
            "ice": answers["ice"],
            "legal_form": LegalForm.objects.get(code=answers["legal_form"]),
            "rc_number": answers.get("rc_number") or "",
            "rc_court": answers.get("rc_court") or "",
            "region": Region.objects.get(code=answers["region"]),
            "province": Province.objects.get(code=answers["province"]),
            "address": answers.get("address") or "",
            "sector": Sector.objects.get(code=answers["sector"]),
            "founded": answers["created_on"],
            "certifications": [code for code in answers.get("certifications") or [] if code != NONE_OF_THESE],
        },
        contact={
            "name": answers["contact_name"],
            "function": answers.get("function") or "",
            "email": answers["email"],
            "phone": answers["phone"],
            "language": answers["language"],
        },
        products=[(row["code"], row.get("name", "")) for row in answers["products"] if row.get("code")],
    )
