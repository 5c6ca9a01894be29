"""A line beside the company that the registry knows: what is new, what changes, what stays.

A list adds and replaces; it never erases, and never overrules a person who keeps their own address up to date.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from companies.cases.importing.cells.amounts import Mad
from companies.cases.importing.cells.people import DEFAULT_LANGUAGE
from companies.cases.importing.fields import Field
from companies.cases.importing.labels import Labels
from companies.cases.importing.lines import Difference
from companies.cases.importing.targets import Target, Year
from companies.common.text import fold
from companies.reference.enums import AliasKind
from companies.reference.models import Country, LegalForm, Province, Region, Sector
from companies.registry import rules
from companies.registry.actions import Change, Draft
from companies.registry.enums import FactSource, MarketKind
from companies.registry.models import Company, CompanyMarket, CompanyProduct, CompanyYear, Contact

TEXTS: Final = {
    "ice": Field.ICE,
    "name": Field.NAME,
    "name_ar": Field.NAME_AR,
    "rc_number": Field.RC,
    "other_register": Field.RC,
    "town": Field.TOWN,
    "address": Field.ADDRESS,
}
ROWS: Final = {
    "legal_form": (AliasKind.LEGAL_FORM, LegalForm, Field.LEGAL_FORM),
    "province": (AliasKind.TOWN, Province, Field.PROVINCE),
    "region": (AliasKind.REGION, Region, Field.REGION),
    "sector": (AliasKind.SECTOR, Sector, Field.SECTOR),
}
PERSON: Final = {
    "name": ("contact", Field.CONTACT),
    "function": ("function", Field.FUNCTION),
    "email": ("email", Field.EMAIL),
    "phone": ("phone", Field.PHONE),
    "language": ("language", Field.LANGUAGE),
}
FIGURES: Final = {
    "turnover": ("turnover", Field.TURNOVER),
    "export_turnover": ("exports", Field.EXPORTS),
    "headcount": ("headcount", Field.HEADCOUNT),
}
MARKETS: Final = {MarketKind.CURRENT: ("current", Field.CURRENT), MarketKind.WANTED: ("wanted", Field.WANTED)}


@dataclass(slots=True)
class Merge:
    """`kept` is what the list says otherwise and may not change."""

    change: Change
    differences: list[Difference] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)


def draft(target: Target, labels: Labels) -> Draft:
    """A company that the registry does not know."""
    company = Company(ice_doubted=target.ice_doubted, **{name: getattr(target, name) for name in TEXTS})
    for name, (kind, _table, _field) in ROWS.items():
        setattr(company, name, labels.row(kind, getattr(target, name)))
    return Draft(
        company=company,
        contact=_new_contact(company, target),
        years=[
            _figures(CompanyYear(company=company, year=n, source=FactSource.LIST), y) for n, y in target.years.items()
        ],
        products=_products(company, target.products, 0),
        markets=[m for kind in MARKETS for m in _markets(company, kind, _codes(target, kind), labels)],
    )


def merge(target: Target, company: Company, labels: Labels) -> Merge:
    """What `target` changes; the instances carry the new values, nothing is saved.

    `company` comes with contacts, years of lists, products and markets prefetched.
    """
    result = Merge(Change(company=company))
    result.change.fields = tuple(_identity(target, company, labels, result))
    _person(target, company, result)
    _years(target, company, result)
    _trade(target, company, labels, result)
    return result


def _identity(target: Target, company: Company, labels: Labels, result: Merge) -> Iterator[str]:
    for name, of in TEXTS.items():
        before, after = getattr(company, name), getattr(target, name)
        if after and after != before and not _is_no_news(name, before, target):
            result.differences.append(Difference(of, before, after))
            setattr(company, name, after)
            yield name
    if company.ice == target.ice and company.ice_doubted != target.ice_doubted:
        company.ice_doubted = target.ice_doubted
        yield "ice_doubted"
    for name, (kind, table, of) in ROWS.items():
        row, number = labels.row(kind, getattr(target, name)), getattr(company, f"{name}_id")
        if row and row.pk != number:
            result.differences.append(Difference(of, labels.numbered(table, number), row))
            setattr(company, name, row)
            yield name


def _is_no_news(name: str, before: str, target: Target) -> bool:
    """A town in other letters; an Arabic name where the registry has learnt the Latin one."""
    if name == "town":
        return fold(before) == fold(target.town)
    return name == "name" and bool(before) and target.name == target.name_ar


def _person(target: Target, company: Company, result: Merge) -> None:
    contact = next((c for c in company.contacts.all() if c.primary), None)
    if contact is None:
        result.change.contact = contact = _new_contact(company, target)
        for name, (source, of) in PERSON.items():
            if contact and getattr(target, source):
                result.differences.append(Difference(of, "", getattr(contact, name)))
        return
    differences = list(_news_of(contact, target, company))
    if rules.speaks_for_itself(contact):
        result.kept += [difference for _name, difference in differences]
        return
    result.change.contact = contact
    for name, difference in differences:
        setattr(contact, name, difference.after)
        result.differences.append(difference)
    result.change.contact_fields = (*(name for name, _d in differences), *_note(contact, target))


def _news_of(contact: Contact, target: Target, company: Company) -> Iterator[tuple[str, Difference]]:
    """An address or number that another person of the company has already is no news."""
    others = [c for c in company.contacts.all() if c.pk != contact.pk]
    for name, (source, of) in PERSON.items():
        before, after = getattr(contact, name), getattr(target, source)
        known = name in ("email", "phone") and any(getattr(other, name) == after for other in others)
        if after and after != before and not known:
            yield name, Difference(of, before, after)


def _note(contact: Contact, target: Target) -> Iterator[str]:
    if target.note and target.note not in contact.note:
        contact.note = "; ".join(filter(None, [contact.note, target.note]))[:300]
        yield "note"


def _new_contact(company: Company, target: Target) -> Contact | None:
    values = {name: getattr(target, source) for name, (source, _field) in PERSON.items()}
    if not any(value for name, value in values.items() if name != "language"):
        return None
    values["language"] = values["language"] or DEFAULT_LANGUAGE
    return Contact(company=company, primary=True, note=target.note, **values)


def _years(target: Target, company: Company, result: Merge) -> None:
    known = {row.year: row for row in company.years.all() if row.source == FactSource.LIST}
    for number, year in target.years.items():
        row = known.get(number) or CompanyYear(company=company, year=number, source=FactSource.LIST)
        news = [
            Difference(of, _shown(getattr(row, name)), _shown(after))
            for name, (source, of) in FIGURES.items()
            if (after := getattr(year, source)) is not None and after != getattr(row, name)
        ]
        if news:
            result.differences += news
            result.change.years.append(_figures(row, year))


def _figures(row: CompanyYear, year: Year) -> CompanyYear:
    for name, (source, _field) in FIGURES.items():
        if (value := getattr(year, source)) is not None:
            setattr(row, name, value)
    return row


def _shown(value: Decimal | int | None) -> object:
    if value is None:
        return ""
    return Mad(value) if isinstance(value, Decimal) else value


def _trade(target: Target, company: Company, labels: Labels, result: Merge) -> None:
    """Codes that the registry does not have are added behind those it has."""
    known = [row.hs for row in company.products.all()]
    if added := [hs for hs in target.products if hs not in known]:
        result.change.products = _products(company, added, len(known))
        result.differences.append(Difference(Field.PRODUCTS, " ".join(known), " ".join([*known, *added])))
    for kind, (_source, of) in MARKETS.items():
        sold = [_code(labels, row) for row in company.markets.all() if row.kind == kind]
        if added := [code for code in _codes(target, kind) if code not in sold]:
            result.change.markets += _markets(company, kind, added, labels)
            result.differences.append(Difference(of, " ".join(sold), " ".join([*sold, *added])))


def _code(labels: Labels, market: CompanyMarket) -> str:
    country = labels.numbered(Country, market.country_id)
    return country.code if country else ""


def _codes(target: Target, kind: MarketKind) -> tuple[str, ...]:
    codes: tuple[str, ...] = getattr(target, MARKETS[kind][0])
    return codes


def _products(company: Company, codes: list[str] | tuple[str, ...], after: int) -> list[CompanyProduct]:
    return [CompanyProduct(company=company, hs=hs, position=n) for n, hs in enumerate(codes, after)]


def _markets(
    company: Company, kind: MarketKind, codes: list[str] | tuple[str, ...], labels: Labels
) -> list[CompanyMarket]:
    countries = [labels.countries[code] for code in codes]
    return [CompanyMarket(company=company, kind=kind, country=c) for c in countries if isinstance(c, Country)]
