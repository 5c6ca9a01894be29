"""What a company says of its years, products and markets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from django.db import transaction

from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.reference.models import Country
from companies.registry import rules
from companies.registry.enums import FactSource, MarketKind
from companies.registry.fields import Figures
from companies.registry.models import Company, CompanyMarket, CompanyProduct, CompanyYear


@transaction.atomic
def set_year(
    company: Company, year: int, *, source: FactSource, by: Actor, at: datetime, **figures: Unpack[Figures]
) -> CompanyYear:
    """What `source` says of the closed `year`; other sources' figures stay beside it. The same again writes nothing."""
    row = CompanyYear.objects.filter(company=company, year=year, source=source).first()
    if row and all(getattr(row, name) == value for name, value in figures.items()):
        return row
    row, _created = CompanyYear.objects.update_or_create(
        company=company, year=year, source=source, defaults=dict(figures)
    )
    journal.record(
        "company.figures_set", company, by=by, at=at, stream=rules.stream(company), year=year, source=source.value
    )
    return row


@transaction.atomic
def set_products(company: Company, products: Sequence[tuple[str, str]], *, by: Actor, at: datetime) -> None:
    """The company's products as (HS code, everyday name), the most important first, instead of those before."""
    if [(p.hs, p.name) for p in company.products.all()] == list(products):
        return
    company.products.all().delete()
    CompanyProduct.objects.bulk_create(
        CompanyProduct(company=company, hs=hs, name=name, position=position)
        for position, (hs, name) in enumerate(dict(products).items())
    )
    codes = ",".join(hs for hs, _name in products)
    journal.record("company.products_set", company, by=by, at=at, stream=rules.stream(company), hs=codes)


@transaction.atomic
def set_markets(company: Company, kind: MarketKind, countries: Sequence[Country], *, by: Actor, at: datetime) -> None:
    """The countries the company sells to, or wants to, in their order, instead of those before."""
    wanted = list(dict.fromkeys(countries))
    rows = company.markets.filter(kind=kind).order_by("id")
    if [row.country_id for row in rows] == [country.pk for country in wanted]:
        return
    rows.delete()
    CompanyMarket.objects.bulk_create(CompanyMarket(company=company, kind=kind, country=c) for c in wanted)
    codes = ",".join(country.code for country in wanted)
    stream = rules.stream(company)
    journal.record("company.markets_set", company, by=by, at=at, stream=stream, kind=kind.value, countries=codes)
