"""My day: what to do, why, and whom to call."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from companies.accounts.models import Absence, User
from companies.cases.enums import Stage
from companies.cases.models import Case
from companies.common import clock
from companies.common.components import Count
from companies.desk.dayslist import MOST, Tally, due_by_owner, groups_of, in_full, owned, tally_of
from companies.desk.lists import open_files_of
from companies.desk.troubles import unseen
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def day(request: SignedIn) -> HttpResponse:
    """One's own list; `?for=` shows that of a colleague one stands in for, `?show=later` what was put off.

    Who works on no file has no day: the figures are their first page.
    """
    if not request.user.grant.works_cases:
        return redirect("desk:figures")
    today = clock.today()
    absences = list(
        Absence.objects.on(today).filter(deputy=request.user).select_related("user").order_by("ends_on", "id")
    )
    owner = _owner(request, absences)
    tasks = owned(request.user, owner.pk)
    later = request.GET.get("show") == "later"
    shown = tasks.open().filter(snoozed_until__gt=today) if later else tasks.due(on=today)
    context = {
        "today": today,
        "owner": owner,
        "stands_in": _stands_in(request, [each for each in absences if each.user_id != owner.pk], today),
        "groups": groups_of(in_full(shown)[:MOST], today, request.get_full_path(), speaker=request.user),
        "counts": _counts(request, tally_of(tasks, today)),
        "undelivered": unseen(request.user),
        "later": later,
        "next_return": tasks.open().filter(snoozed_until__gt=today).order_by("snoozed_until").first(),
    }
    return render(request, "desk/day.html", context)


def _stands_in(request: SignedIn, absences: list[Absence], today: date) -> list[tuple[Absence, int, str]]:
    """Each colleague away, how many tasks of theirs are due, and where they are."""
    due = due_by_owner(request.user, [absence.user_id for absence in absences], today) if absences else {}
    here = reverse("desk:day")
    return [(each, due.get(each.user_id, 0), f"{here}?for={each.user_id}") for each in absences]


def _owner(request: SignedIn, absences: list[Absence]) -> User:
    asked = request.GET.get("for", "")
    return next((absence.user for absence in absences if str(absence.user_id) == asked), request.user)


def _counts(request: SignedIn, tally: Tally) -> list[Count]:
    followed = Case.objects.filter(officer=request.user).exclude(stage=Stage.CLOSED).count()
    later = f"{reverse('desk:day')}?show=later" if tally.put_off else ""
    return [
        Count(tally.due, _("to do")),
        Count(tally.late, _("late")),
        Count(tally.done, ngettext("done today", "done today", tally.done)),
        Count(tally.put_off, ngettext("put off", "put off", tally.put_off), later),
        Count(followed, ngettext("file", "files", followed), f"{reverse('desk:cases')}?{open_files_of(request.user)}"),
    ]
