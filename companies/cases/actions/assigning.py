"""Who follows a case: one given by name, or many shared out by region and load."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases import loads
from companies.cases.models import Case, Task
from companies.common.refusals import Refusal
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.journal.models import Entry


@transaction.atomic
def assign(case: Case, officer: User, *, by: Actor, at: datetime) -> Case:
    """Give `case` to `officer`; open tasks of the one before go with it. Refuses who cannot follow cases.

    Giving it to whom it belongs already changes nothing.
    """
    if not loads.may_follow(officer):
        raise Refusal(_("This person does not follow files."), "officer")
    before = Case.objects.select_for_update(no_key=True).values_list("officer_id", flat=True).get(pk=case.pk)
    case.officer = officer
    if before != officer.pk:
        Case.objects.filter(pk=case.pk).update(officer=officer)
        case.tasks.open().of_officers().filter(owner_id=before).update(owner=officer)
        journal.record("case.assigned", case, by=by, at=at, stream=case.stream, officer=officer.pk, before=before)
    return case


@transaction.atomic
def appoint_coach(case: Case, coach: User, *, by: Actor, at: datetime) -> Case:
    """Let `coach` accompany the company: from now on they see this case. Refuses who is no coach in office."""
    if coach.role != Role.COACH or not coach.is_active:
        raise Refusal(_("This person does not accompany companies."), "coach")
    before = Case.objects.select_for_update(no_key=True).values_list("coach_id", flat=True).get(pk=case.pk)
    case.coach = coach
    if before != coach.pk:
        Case.objects.filter(pk=case.pk).update(coach=coach)
        journal.record("case.coached", case, by=by, at=at, stream=case.stream, coach=coach.pk, before=before)
    return case


@transaction.atomic
def hand_out(cases: Sequence[Case], *, by: Actor, at: datetime) -> dict[int, int]:
    """Assign cases that nobody in office follows to the officers of their region, the least loaded first.

    Returns how many cases each officer (by id) received; a region without officer keeps its cases
    unassigned, for the list to show.
    """
    found = Case.objects.select_for_update(of=("self",), no_key=True).select_related("officer")
    shares = loads.share(list(found.filter(loads.unfollowed(), pk__in=[c.pk for c in cases]).order_by("pk")))
    lines: list[Entry] = []
    for officer, given in shares.items():
        left = Q(owner=None) | Q(owner=F("case__officer"))
        Task.objects.open().of_officers().filter(left, case__in=given).update(owner=officer)
        Case.objects.filter(pk__in=[case.pk for case in given]).update(officer=officer)
        lines += [
            journal.entry(
                "case.assigned", case, by=by, at=at, stream=case.stream, officer=officer, before=case.officer_id
            )
            for case in given
        ]
    journal.record_many(lines)
    return {officer: len(given) for officer, given in shares.items()}


def _assigned(case: Case, officer: int, by: Actor, at: datetime) -> Entry:
    before = case.officer_id
    return journal.entry("case.assigned", case, by=by, at=at, stream=case.stream, officer=officer, before=before)
