"""Many companies at once, in a handful of statements whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Model

from companies.common.copying import copy_in
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.registry import keys, rules
from companies.registry.models import SEARCH_INDEX, Company, CompanyMarket, CompanyProduct, CompanyYear, Contact

BATCH = 1000
KEYS = ("sort_key", "search_key")


Hanging = TypeVar("Hanging", Contact, CompanyYear, CompanyProduct, CompanyMarket)


@dataclass(slots=True)
class Draft:
    """A company not yet in the registry, with its main contact and facts; none of it saved."""

    company: Company
    contact: Contact | None = None
    years: list[CompanyYear] = field(default_factory=list)
    products: list[CompanyProduct] = field(default_factory=list)
    markets: list[CompanyMarket] = field(default_factory=list)


@dataclass(slots=True)
class Change(Draft):
    """What is new about a company of the registry: `company` and `contact` carry the new values already.

    `years` are put in place of the same source's; products and markets are only added.
    """

    fields: tuple[str, ...] = ()
    contact_fields: tuple[str, ...] = ()


@transaction.atomic
def add_many(drafts: Sequence[Draft], *, by: Actor, at: datetime, batch: int) -> list[Company]:
    """Save new companies with all that hangs on them; `batch` is the import they came with."""
    for draft in drafts:
        keys.set_keys(draft.company, _people(draft))
    companies = [draft.company for draft in drafts]
    copy_in(Company, companies)
    copy_in(Contact, _of_company([contact for d in drafts for contact in _people(d)]))
    copy_in(CompanyYear, _of_company([year for d in drafts for year in d.years]))
    copy_in(CompanyProduct, _of_company([product for d in drafts for product in d.products]))
    copy_in(CompanyMarket, _of_company([market for d in drafts for market in d.markets]))
    journal.record_many(
        [
            journal.entry("company.created", company, by=by, at=at, stream=rules.stream(company), batch=batch)
            for company in companies
        ]
    )
    return companies


@transaction.atomic
def change_many(changes: Sequence[Change], *, by: Actor, at: datetime, batch: int) -> None:
    """Save what is new about companies of the registry, whose other people must be prefetched as `contacts`."""
    for change in changes:
        others = [c for c in change.company.contacts.all() if not change.contact or c.pk != change.contact.pk]
        keys.set_keys(change.company, [*others, *_people(change)])
    names = {name for change in changes for name in change.fields}
    _overwrite(Company, [c.company for c in changes], {*names, *KEYS})
    _overwrite(
        Contact,
        [c.contact for c in changes if c.contact and c.contact.pk],
        {name for change in changes for name in change.contact_fields},
    )
    Contact.objects.bulk_create([c.contact for c in changes if c.contact and not c.contact.pk], batch_size=BATCH)
    _add_facts(changes)
    journal.record_many([_changed(change, by, at, batch) for change in changes])


def settle_search() -> None:
    """Work off what many new companies left for the search index, once, instead of at every search."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [SEARCH_INDEX])


def _people(draft: Draft) -> list[Contact]:
    return [draft.contact] if draft.contact else []


def _of_company(rows: list[Hanging]) -> list[Hanging]:
    """Rows made before their company had its number receive it."""
    for row in rows:
        row.company_id = row.company.pk
    return rows


def _overwrite(model: type[Model], rows: Sequence[Model], fields: Iterable[str]) -> None:
    """One INSERT ... ON CONFLICT (id) per batch: bulk_update's CASE grows with rows times fields."""
    if rows and fields:
        model._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=sorted(fields), batch_size=BATCH
        )


def _add_facts(changes: Sequence[Change]) -> None:
    CompanyYear.objects.bulk_create(
        [year for c in changes for year in c.years],
        update_conflicts=True,
        unique_fields=["company", "year", "source"],
        update_fields=["turnover", "export_turnover", "headcount"],
        batch_size=BATCH,
    )
    CompanyProduct.objects.bulk_create([p for c in changes for p in c.products], batch_size=BATCH)
    CompanyMarket.objects.bulk_create([m for c in changes for m in c.markets], batch_size=BATCH)


def _changed(change: Change, by: Actor, at: datetime, batch: int) -> journal.Entry:
    names = [*change.fields, *(f"contact.{name}" for name in change.contact_fields)]
    return journal.entry(
        "company.changed",
        change.company,
        by=by,
        at=at,
        stream=rules.stream(change.company),
        fields=",".join(names),
        batch=batch,
    )
