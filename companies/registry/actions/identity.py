"""Companies one by one."""

from datetime import datetime
from typing import Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from companies.common import parse
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.registry import keys, rules
from companies.registry.fields import CompanyFields
from companies.registry.models import Company


class DuplicateIce(Refusal):
    """Another company has this ICE; `company` is that one, for whoever may see it."""

    def __init__(self, company: Company) -> None:
        super().__init__(_("Another company has this ICE."), "ice")
        self.company = company


@transaction.atomic
def create_company(*, by: Actor, at: datetime, **fields: Unpack[CompanyFields]) -> Company:
    """A new company; needs a name in either script and a region. Raises DuplicateIce."""
    company = Company(**fields)
    _check(company)
    keys.set_keys(company, [])
    _save(company)
    journal.record("company.created", company, by=by, at=at, stream=rules.stream(company))
    return company


@transaction.atomic
def update_company(company: Company, *, by: Actor, at: datetime, **fields: Unpack[CompanyFields]) -> Company:
    """Change the fields given, and no other; the same values again write nothing. Raises DuplicateIce."""
    fresh = Company.objects.select_for_update().get(pk=company.pk)
    changed = [name for name, value in fields.items() if getattr(fresh, name) != value]
    for name, value in fields.items():
        setattr(fresh, name, value)
        setattr(company, name, value)
    if not changed:
        return company
    _check(fresh)
    keys.set_keys(fresh, fresh.contacts.all())
    _save(fresh)
    company.refresh_from_db(fields=["ice_doubted", "sort_key", "search_key"])
    journal.record("company.changed", company, by=by, at=at, stream=rules.stream(company), fields=",".join(changed))
    return company


def _check(company: Company) -> None:
    """What the database would refuse as well, said in words; and whether the ICE wants a second look."""
    if not (company.name or company.name_ar):
        raise Refusal(_("A company needs a name."), "name")
    if other := Company.objects.filter(ice=company.ice).exclude(ice="").exclude(pk=company.pk).first():
        raise DuplicateIce(other)
    company.ice_doubted = bool(company.ice) and parse.ice_is_doubtful(company.ice)


def _save(company: Company) -> None:
    try:
        with transaction.atomic():
            company.save()
    except IntegrityError as error:
        other = Company.objects.filter(ice=company.ice).exclude(ice="").exclude(pk=company.pk).first()
        if other is None:
            raise
        raise DuplicateIce(other) from error
