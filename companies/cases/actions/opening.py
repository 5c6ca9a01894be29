"""How a case begins: in bulk from the list, or one by one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases import references
from companies.cases.actions.assigning import assign
from companies.cases.enums import Origin, Stage, Status, YearState
from companies.cases.models import Case, Move, ProgrammeYear
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.registry.models import Company


class CannotOpen(Refusal):
    """The year is closed, or the company has its case already."""


@transaction.atomic
def open_cases(
    year: ProgrammeYear,
    companies: Sequence[Company],
    *,
    origin: Origin,
    by: Actor,
    at: datetime,
) -> list[Case]:
    """One case for each company that has none this year; those that have one are passed over.

    Raises CannotOpen when the year is closed. No officer yet: see `hand_out`.
    """
    hold(year)
    taken = set(year.cases.filter(company__in=companies).values_list("company_id", flat=True))
    wanted = [company for company in companies if company.pk not in taken]
    numbers = references.several(year.code, len(wanted), _known)
    cases = Case.objects.bulk_create(
        [_unsaved(year, company, number, origin, at) for company, number in zip(wanted, numbers, strict=True)],
        batch_size=1000,
    )
    Move.objects.bulk_create(
        [Move(case=c, to_stage=c.stage, to_status=c.status, by_id=by.user_id, at=at) for c in cases],
        batch_size=1000,
    )
    journal.record_many(
        [journal.entry("case.opened", c, by=by, at=at, stream=c.stream, origin=origin.value) for c in cases]
    )
    return cases


@transaction.atomic
def open_one(
    year: ProgrammeYear,
    company: Company,
    *,
    origin: Origin,
    by: Actor,
    at: datetime,
    officer: User | None = None,
) -> Case:
    """The case of one company, with its officer. Raises CannotOpen when it has one this year."""
    opened = open_cases(year, [company], origin=origin, by=by, at=at)
    if not opened:
        raise CannotOpen(_("This company already has a file this year."), "company")
    return assign(opened[0], officer, by=by, at=at) if officer else opened[0]


def hold(year: ProgrammeYear) -> None:
    """Lock the year: two people opening at once take turns, and nobody opens in a year being closed."""
    state = ProgrammeYear.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=year.pk)
    if state == YearState.CLOSED:
        raise CannotOpen(_("This programme year is closed."))


def _known(numbers: set[str]) -> set[str]:
    return set(Case.objects.filter(reference__in=numbers).values_list("reference", flat=True))


def _unsaved(year: ProgrammeYear, company: Company, number: str, origin: Origin, at: datetime) -> Case:
    return Case(
        reference=number,
        company=company,
        year=year,
        region_id=company.region_id,
        origin=origin,
        stage=Stage.TARGETED,
        status=Status.LISTED,
        opened_at=at,
        status_since=at,
    )
