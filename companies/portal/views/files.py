"""One's files: choosing one, where it stands, its receipt."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from companies.cases.enums import TaskSide
from companies.common import clock
from companies.common.refusals import Refusal
from companies.eligibility import carrying
from companies.enrolment import actions as enrolment
from companies.enrolment import rules
from companies.portal import lines, status
from companies.portal.access import Visit, on_file
from companies.portal.history import history
from companies.portal.officers import officer_of
from companies.portal.views.typed import waiting_of
from companies.web.access import SignedIn


@never_cache
@require_safe
def files(request: SignedIn) -> HttpResponse:
    """The files of the companies one belongs to: drafts already begun first; a single one opens by itself."""
    if not request.user.grant.portal:
        raise Http404
    mine = lines.mine(request.user, clock.today())
    if len(mine) == 1:
        return redirect("portal:file", reference=mine[0].case.reference)
    return render(request, "portal/files.html", {"now": [x for x in mine if x.current], "before": lines.past(mine)})


@require_safe
@on_file
def file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Where is my file? What is owed, by whom, by when; the stages; what happened; who follows it."""
    return render(request, "portal/file.html", _given(visit, clock.today()))


def _given(visit: Visit, today: date) -> dict[str, Any]:
    case = visit.case
    return {
        "visit": visit,
        "case": case,
        "company": case.company.display_name,
        "officer": officer_of(case, today),
        "standing": status.standing(visit, today),
        "over": status.is_over(visit, today),
        "notes": status.notes(visit),
        "events": history(visit),
        "ways": lines.ways(visit),
        "waiting": waiting_of(visit) if rules.may_write(case) else None,
        "tasks": list(case.tasks.open().filter(side=TaskSide.COMPANY).order_by("due_on", "id")),
    }


@require_POST
@on_file
def begin(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Start from one's own page, for who signed in before anything was begun."""
    try:
        carried = carrying.carried(request.session)
        enrolment.start(visit.case, visit.contact, by=visit.by, at=clock.now(), carried=carried)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:file", reference=visit.case.reference)
    return redirect("portal:tasks", reference=visit.case.reference)
