"""The page of one case: who, where it stands, what comes next, what happened."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies.cases import actions
from companies.cases.enums import InteractionKind
from companies.cases.models import Case, Task
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.desk.access import may_work, number, reachable_case
from companies.desk.calls import CALLS
from companies.desk.casepage import case_page
from companies.desk.forms.notes import NoteForm
from companies.desk.sheet import sheet_rows
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def case(request: SignedIn, reference: str) -> HttpResponse:
    found = reachable_case(request.user, reference, sheet_rows())
    task = request.GET.get("task", "")
    form = NoteForm(initial=_begun(found, number(task)))
    return _page(request, found, form)


@require_POST
@desk_only
def case_note(request: SignedIn, reference: str) -> HttpResponse:
    found = reachable_case(request.user, reference, sheet_rows())
    may_work(request.user)
    form = NoteForm(request.POST)
    if form.is_valid() and _noted(form, found, request):
        messages.success(request, _said(form.cleaned_data["next_on"]))
        return redirect("desk:case", reference=reference)
    return _page(request, found, form)


def _noted(form: NoteForm, found: Case, request: SignedIn) -> bool:
    said = form.cleaned_data
    then = actions.Next(done=_open_task(found, said["task"]), on=said["next_on"])
    try:
        actions.log_interaction(
            found,
            kind=InteractionKind(said["kind"]),
            outcome=said["outcome"],
            text=said["text"],
            happened_on=said["happened_on"],
            then=then,
            by=request.user.actor,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _said(next_on: date | None) -> str:
    if next_on is None:
        return _("Noted.")
    return _("Noted. Next step on %(day)s.") % {"day": words.full_day(next_on)}


def _begun(found: Case, task: int) -> dict[str, Any]:
    """The box opened from a task: which one it will end, and whether a call is to be noted."""
    chosen = _open_task(found, task)
    return {"task": chosen.pk, "kind": "call" if chosen.kind in CALLS else "note"} if chosen else {}


def _open_task(found: Case, pk: int | None) -> Task | None:
    return Task.objects.open().filter(case=found, pk=pk).first() if pk else None


def _page(request: SignedIn, found: Case, form: NoteForm) -> HttpResponse:
    context = case_page(found, request.user, request.GET, at=clock.now()) | {"note_form": form}
    return render(request, "desk/case.html", context, status=422 if form.errors else 200)
