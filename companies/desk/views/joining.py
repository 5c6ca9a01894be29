"""Somebody asks to open a company's file: the officer decides, where the main contact has not."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk.access import may_work, reachable_case
from companies.desk.forms.base import posted
from companies.desk.forms.joining import JoiningForm
from companies.enrolment.actions import joining
from companies.enrolment.entries import Joining
from companies.enrolment.enums import Checked, Through, Verdict
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def case_join(request: SignedIn, reference: str) -> HttpResponse:
    """To the request that has waited longest; the next one follows when it is decided."""
    case = reachable_case(request.user, reference)
    may_work(request.user)
    asked = Joining.objects.open().filter(case=case).order_by("id").first()
    if asked is None:
        messages.info(request, _("Nobody asks to open this file."))
        return redirect("desk:case", reference=reference)
    return redirect("desk:case_joining", reference=reference, pk=asked.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def case_joining(request: SignedIn, reference: str, pk: int) -> HttpResponse:
    """One request, and the decision on it: the address says which one was read."""
    case = reachable_case(request.user, reference)
    may_work(request.user)
    asked = get_object_or_404(Joining.objects.filter(case=case).select_related("case__company", "entry"), pk=pk)
    if asked.decided_at:
        messages.info(request, str(joining.Decided().message))
        return redirect("desk:case", reference=reference)
    main = case.company.contacts.filter(primary=True).first()
    form = JoiningForm(posted(request), main=main)
    if form.is_valid():
        try:
            return _decide(request, asked, form)
        except Refusal as refusal:
            form.refuse(refusal)
    if form.errors:
        form.show(main)
    given = {"case": case, "form": form, "asked": asked, "main": main}
    return render(request, "desk/case_join.html", given, status=422 if form.errors else 200)


def _decide(request: SignedIn, asked: Joining, form: JoiningForm) -> HttpResponse:
    said, by, at = form.cleaned_data, request.user.actor, clock.now()
    if said["verdict"] == Verdict.ALLOWED:
        checked = Checked(said["checked"])
        joining.allow(
            asked,
            by=by,
            through=Through.OFFICER,
            checked=checked,
            note=said["note"],
            main=said["main"],
            shown=said["shown"],
            at=at,
        )
        messages.success(request, _("%(person)s can open the file, and is told.") % {"person": asked})
    else:
        joining.refuse(asked, by=by, through=Through.OFFICER, note=said["note"], at=at)
        messages.success(request, _("%(person)s is told that the answer is no.") % {"person": asked})
    return redirect("desk:case", reference=asked.case.reference)
