"""How a case begins and who follows it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases import references
from companies.cases.enums import Origin, Stage, Status, YearState
from companies.cases.models import Case, Move, ProgrammeYear
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.registry.models import Company


class CannotOpen(Refusal):
    """The year is not open, or the company has its case already."""


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
    if year.state == YearState.CLOSED:
        raise CannotOpen(_("This programme year is closed."))
    taken = set(year.cases.filter(company__in=companies).values_list("company_id", flat=True))
    fresh = [_unsaved(year, c, origin, at) for c in companies if c.pk not in taken]
    cases = Case.objects.bulk_create(fresh, batch_size=1000)
    Move.objects.bulk_create(
        [Move(case=c, to_stage=c.stage, to_status=c.status, by_id=by.user_id, at=at) for c in cases],
        batch_size=1000,
    )
    journal.record_many(
        [journal.entry("case.opened", c, by=by, at=at, stream=c.stream, origin=origin.value) for c in cases]
    )
    return cases


def _unsaved(year: ProgrammeYear, company: Company, origin: Origin, at: datetime) -> Case:
    return Case(
        reference=references.new(year.code),
        company=company,
        year=year,
        region_id=company.region_id,
        origin=origin,
        stage=Stage.TARGETED,
        status=Status.LISTED,
        opened_at=at,
        status_since=at,
    )


@transaction.atomic
def assign(case: Case, officer: User, *, by: Actor, at: datetime) -> Case:
    """Give `case` to `officer`; open tasks of the one before go with it. Refuses who cannot work cases."""
    if not officer.is_active or not officer.grant.works_cases:
        raise Refusal(_("This person does not follow files."), "officer")
    before = case.officer_id
    Case.objects.filter(pk=case.pk).update(officer=officer)
    case.tasks.open().filter(owner_id=before, side="officer").update(owner=officer)
    case.officer = officer
    journal.record("case.assigned", case, by=by, at=at, stream=case.stream, officer=officer.pk, before=before)
    return case


@transaction.atomic
def hand_out(cases: Sequence[Case], *, by: Actor, at: datetime) -> dict[int, int]:
    """Assign cases without officer to the officers of their region, the least loaded first.

    Returns how many cases each officer (by id) received; a region without officer keeps its cases
    unassigned, for the list to show.
    """
    loads = _loads()
    received: dict[int, int] = {}
    lines = []
    for case in cases:
        region = loads.get(case.region_id)
        if case.officer_id or not region:
            continue
        officer = min(region, key=lambda pk: (region[pk], pk))
        for each in loads.values():
            if officer in each:
                each[officer] += 1
        received[officer] = received.get(officer, 0) + 1
        case.officer_id = officer
        lines.append(
            journal.entry("case.assigned", case, by=by, at=at, stream=case.stream, officer=officer, before=None)
        )
    Case.objects.bulk_update(cases, ["officer"], batch_size=1000)
    journal.record_many(lines)
    return received


def _loads() -> dict[int, dict[int, int]]:
    """Open cases per officer, by region."""
    rows = (
        User.objects.filter(role=Role.OFFICER, is_active=True, regions__isnull=False)
        .annotate(load=Count("cases", filter=~Q(cases__stage=Stage.CLOSED), distinct=True))
        .values_list("regions", "pk", "load")
        .order_by("pk")
    )
    loads: dict[int, dict[int, int]] = {}
    for region, officer, load in rows:
        loads.setdefault(region, {})[officer] = load
    return loads
