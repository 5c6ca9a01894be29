"""What is to be done: set down, done, put off, handed over. One may come from the day's list or from a case."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies.cases import actions
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.desk.access import may_work, reachable_case, reachable_task
from companies.desk.choices import colleagues
from companies.desk.forms.base import posted
from companies.desk.forms.tasks import LaterForm, PersonForm, TaskForm
from companies.web.access import SignedIn, desk_only

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@desk_only
def case_task(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    may_work(request.user)
    form = TaskForm(posted(request))
    if form.is_valid():
        try:
            actions.add_task(case, **form.cleaned_data, by=request.user.actor, at=clock.now())
            return redirect("desk:case", reference=reference)
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "desk/case_task.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@require_POST
@desk_only
def task_done(request: SignedIn, pk: int) -> HttpResponse:
    task = reachable_task(request.user, pk)
    may_work(request.user)
    actions.complete_task(task, by=request.user.actor, at=clock.now())
    messages.success(request, _("Done: %(task)s.") % {"task": task})
    return _back(request, task.case.reference)


@get_or_post
@desk_only
def task_later(request: SignedIn, pk: int) -> HttpResponse:
    task = reachable_task(request.user, pk)
    may_work(request.user)
    form = LaterForm(posted(request))
    if form.is_valid():
        until = form.cleaned_data["until"]
        try:
            actions.snooze_task(task, until, by=request.user.actor, at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Put off until %(day)s.") % {"day": words.full_day(until)})
            return _back(request, task.case.reference)
    context = {"task": task, "form": form, "next": _origin(request)}
    return render(request, "desk/task_later.html", context, status=422 if form.errors else 200)


@get_or_post
@desk_only
def task_hand_over(request: SignedIn, pk: int) -> HttpResponse:
    task = reachable_task(request.user, pk)
    may_work(request.user)
    form = PersonForm(posted(request), people=colleagues(request.user))
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            actions.hand_over_task(task, person, by=request.user.actor, at=clock.now())
        except Refusal as refusal:
            form.add_error("person", str(refusal.message))
        else:
            messages.success(request, _("Handed over to %(name)s.") % {"name": person})
            return _back(request, task.case.reference)
    context = {"task": task, "form": form, "next": _origin(request)}
    return render(request, "desk/task_hand_over.html", context, status=422 if form.errors else 200)


def _origin(request: SignedIn) -> str:
    """Where the person came from, if it is one of our own pages."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""


def _back(request: SignedIn, reference: str) -> HttpResponse:
    origin = _origin(request)
    return HttpResponseRedirect(origin) if origin else redirect("desk:case", reference=reference)
