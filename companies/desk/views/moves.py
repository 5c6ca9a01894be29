"""Where a case goes: forward or back along the table, to its end, and out of it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from companies.cases import actions
from companies.cases.enums import Status
from companies.cases.lifecycle import CLOSED_WORDS, STATUS_WORDS
from companies.cases.models import Case
from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk.access import may_work, reachable_case
from companies.desk.forms.base import DeskForm, posted
from companies.desk.forms.moves import CloseForm, MoveForm, ReopenForm, may_ask
from companies.dialogue import actions as dialogue
from companies.enrolment import actions as enrolment
from companies.web.access import SignedIn, desk_only

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@desk_only
def case_move(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    may_work(request.user)
    form = MoveForm(posted(request), case=case)
    if form.is_valid() and _moved(form, case, request):
        status = STATUS_WORDS[form.cleaned_data["to"]].officer
        messages.success(request, _("The file moves on to the step: %(status)s.") % {"status": status})
        return redirect("desk:case", reference=reference)
    return _page(request, "desk/case_move.html", case, form)


def _moved(form: MoveForm, case: Case, request: SignedIn) -> bool:
    chosen = form.cleaned_data
    common = {"seen_version": chosen["version"], "note": chosen["note"], "by": request.user.actor, "at": clock.now()}
    try:
        if case.status == Status.INFORMATION_REQUESTED:
            enrolment.go_on(case, chosen["to"], **common)
        else:
            actions.move(case, chosen["to"], fact_on=chosen.get("fact_on"), **common)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


@get_or_post
@desk_only
def case_close(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    may_work(request.user)
    form = CloseForm(posted(request), case=case)
    if form.is_valid() and _closed(form, case, request):
        ending = CLOSED_WORDS[form.cleaned_data["closed_as"]].officer
        messages.success(request, _("The file is closed: %(ending)s.") % {"ending": ending})
        return redirect("desk:case", reference=reference)
    return _page(request, "desk/case_close.html", case, form)


def _closed(form: CloseForm, case: Case, request: SignedIn) -> bool:
    chosen = form.cleaned_data
    try:
        dialogue.close_case(
            case,
            closed_as=chosen["closed_as"],
            reason=chosen["reason"],
            note=chosen["note"],
            seen_version=chosen["version"],
            by=request.user.actor,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


@get_or_post
@desk_only
def case_reopen(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    may_work(request.user)
    form = ReopenForm(posted(request), initial={"version": case.version})
    if form.is_valid() and _reopened(form, case, request):
        messages.success(request, _("The file is open again."))
        return redirect("desk:case", reference=reference)
    return _page(request, "desk/case_reopen.html", case, form)


def _reopened(form: ReopenForm, case: Case, request: SignedIn) -> bool:
    chosen = form.cleaned_data
    try:
        actions.reopen(case, note=chosen["note"], seen_version=chosen["version"], by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _page(request: SignedIn, template: str, case: Case, form: DeskForm) -> HttpResponse:
    context = {"case": case, "form": form, "may_ask": may_ask(case, request.user)}
    return render(request, template, context, status=422 if form.errors else 200)
