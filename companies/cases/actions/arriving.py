"""A company that comes by itself: new to the registry, with the person who speaks for it, and its case."""

from datetime import datetime

from django.db import transaction

from companies.accounts.models import User
from companies.cases.actions.opening import open_one
from companies.cases.enums import Origin
from companies.cases.models import Case, ProgrammeYear
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
    """Enter a walk-in. Raises registry.DuplicateIce when the company is known, CannotOpen in a closed year."""
    firm = registry.create_company(**company, by=by, at=at)
    registry.add_contact(firm, **contact, by=by, at=at)
    return open_one(year, firm, origin=Origin.WALK_IN, by=by, at=at, officer=officer)
