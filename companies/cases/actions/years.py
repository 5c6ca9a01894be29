"""When a programme year begins and ends."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import YearState
from companies.cases.models import ProgrammeYear
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor


def open_year(year: ProgrammeYear, *, by: Actor, at: datetime) -> ProgrammeYear:
    """Let companies apply. One year is open at a time; raises Refusal while another is."""
    try:
        return _set(year, YearState.OPEN, by=by, at=at)
    except IntegrityError as error:
        raise Refusal(_("Another programme year is open; close it first.")) from error


def close_year(year: ProgrammeYear, *, by: Actor, at: datetime) -> ProgrammeYear:
    """End a year: no case opens in it any more; those that are open go on."""
    return _set(year, YearState.CLOSED, by=by, at=at)


@transaction.atomic
def _set(year: ProgrammeYear, state: YearState, *, by: Actor, at: datetime) -> ProgrammeYear:
    before = ProgrammeYear.objects.select_for_update().values_list("state", flat=True).get(pk=year.pk)
    year.state = state
    if before != state:
        ProgrammeYear.objects.filter(pk=year.pk).update(state=state)
        journal.record(f"year.{state.value}", year, by=by, at=at, before=before)
    return year
