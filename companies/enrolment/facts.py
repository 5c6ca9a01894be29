"""Between the registry and the form: what is filled in for the company, and what its answers become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from companies.dialogue import actions as dialogue
from companies.dialogue.actions import Said
from companies.dialogue.enums import ObstacleCode, Source
from companies.enrolment.models import Application
from companies.journal.actors import Actor
from companies.questionnaires.declarations import NONE_OF_THESE
from companies.reference.models import Country, LegalForm, Province, Region, Sector
from companies.registry import actions as registry
from companies.registry.enums import FactSource, MarketKind
from companies.registry.fields import CompanyFields, ContactFields, Figures
from companies.registry.models import Company, CompanyYear, Contact

TRUSTED: Final = (FactSource.FORM, FactSource.OFFICER, FactSource.LIST)
"""Whose figures of a year are filled in, the first that has some."""
DEEP_CODES: Final = (4, 6)
"""Digits of an HS code that the registry files a product by; a chapter of an older answer stays an answer."""
FIGURES: Final = ("turnover", "export_turnover", "headcount")


def filled_in(company: Company, contact: Contact, *, year: int) -> dict[str, Any]:
    """What our files know, by question; of the figures, those of the closed `year`."""
    return _of_company(company) | _of_contact(contact) | _of_year(company, year) | _of_markets(company)


def _of_year(company: Company, year: int) -> dict[str, Any]:
    rows = {row.source: row for row in company.years.filter(year=year)}
    row = next((rows[source] for source in TRUSTED if source in rows), CompanyYear())
    return {name: _whole(getattr(row, name)) for name in FIGURES}


def _whole(number: Decimal | int | None) -> int | None:
    return None if number is None else round(number)


def _of_markets(company: Company) -> dict[str, Any]:
    rows = list(company.markets.order_by("id").values_list("kind", "country__code"))
    return {
        "current_markets": [code for kind, code in rows if kind == MarketKind.CURRENT],
        "wanted_markets": [code for kind, code in rows if kind == MarketKind.WANTED][:3],
    }


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
    figures: Figures
    markets: dict[MarketKind, list[str]]
    obstacles: list[Said]
    experience: str
    support_wanted: list[str]


def stated(answers: Mapping[str, Any]) -> Facts:
    """The facts in answers that were checked. Products without a code stay answers: the registry files by code."""
    return Facts(
        company=_company(answers),
        contact=_contact(answers),
        products=[
            (row["code"], row.get("name", "")) for row in answers["products"] if len(row.get("code", "")) in DEEP_CODES
        ],
        figures=_figures(answers),
        markets={
            MarketKind.CURRENT: answers.get("current_markets") or [],
            MarketKind.WANTED: answers.get("wanted_markets") or [],
        },
        obstacles=[_said(row) for row in answers.get("held_back_by") or []],
        experience=answers.get("experience") or "",
        support_wanted=answers.get("support_wanted") or [],
    )


def _company(answers: Mapping[str, Any]) -> CompanyFields:
    return {
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
    }


def _contact(answers: Mapping[str, Any]) -> ContactFields:
    return {
        "name": answers["contact_name"],
        "function": answers.get("function") or "",
        "email": answers["email"],
        "phone": answers["phone"],
        "language": answers["language"],
    }


def _figures(answers: Mapping[str, Any]) -> Figures:
    return Figures(
        turnover=_amount(answers.get("turnover")),
        export_turnover=_amount(answers.get("export_turnover")),
        headcount=answers.get("headcount"),
    )


def _amount(dirhams: int | None) -> Decimal | None:
    return None if dirhams is None else Decimal(dirhams)


def _said(row: Mapping[str, Any]) -> Said:
    return Said(ObstacleCode(row["code"]), primary=bool(row.get("primary")), text=row.get("text", ""))


def state(application: Application, said: Facts, *, year: int, by: Actor, at: datetime) -> None:
    """Write what the company says of itself into the registry and the register of obstacles, and what it asks for.

    `year` is the one its figures are of; what it says of no figure leaves those of others alone. Raises the
    registry's refusals.
    """
    case, company = application.case, application.case.company
    registry.update_company(company, by=by, at=at, **said.company)
    registry.set_products(company, said.products, by=by, at=at)
    if any(value is not None for value in said.figures.values()):
        registry.set_year(company, year, source=FactSource.FORM, by=by, at=at, **said.figures)
    for kind, codes in said.markets.items():
        registry.set_markets(company, kind, _countries(codes), by=by, at=at)
    dialogue.set_obstacles(case, said.obstacles, source=Source.FORM, by=by, at=at)
    application.experience, application.support_wanted = said.experience, said.support_wanted
    application.save(update_fields=["experience", "support_wanted"])


def _countries(codes: Sequence[str]) -> list[Country]:
    """In the order they were named."""
    rows = {country.code: country for country in Country.objects.filter(code__in=codes)} if codes else {}
    return [rows[code] for code in codes]
