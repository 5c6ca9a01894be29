"""A company that comes by itself: new to the registry, with the person who speaks for it, and its case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases.actions.opening import CannotOpen, hold, open_one
from companies.cases.enums import Origin
from companies.cases.models import Case, ProgrammeYear
from companies.common.text import sort_key
from companies.journal.actors import Actor
from companies.registry import actions as registry
from companies.registry.fields import CompanyFields, ContactFields


@transaction.atomic
def receive(
    year: ProgrammeYear,
    company: CompanyFields,
    contact: ContactFields,
    *,
    by: Actor,
    at: datetime,
    officer: User | None = None,
) -> Case:
    """Enter a walk-in. Raises registry.DuplicateIce when the company is known, CannotOpen in a closed year.

    Without an ICE the name and region tell whether the company has just been entered, by a second press for instance.
    """
    hold(year)
    if not company.get("ice") and _is_entered(year, company):
        raise CannotOpen(
            _("A company of this name in this region has a file already: find it, or write the ICE."), "ice"
        )
    firm = registry.create_company(**company, by=by, at=at)
    registry.add_contact(firm, **contact, by=by, at=at)
    return open_one(year, firm, origin=Origin.WALK_IN, by=by, at=at, officer=officer)


def _is_entered(year: ProgrammeYear, company: CompanyFields) -> bool:
    key = sort_key(company.get("name") or company.get("name_ar") or "")
    return year.cases.filter(company__sort_key=key, company__region=company.get("region"), company__ice="").exists()
