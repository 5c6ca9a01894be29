"""Turning back, coming back, and leaving for now, from any page of one's file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import actions as enrolment
from companies.enrolment import rules
from companies.portal import sessions
from companies.portal.access import Visit, on_file
from companies.portal.forms import DeclineForm
from companies.portal.officers import officer_of
from companies.portal.status import welcome_back


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def decline(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Why not: each reason is a button, the answer is its press; then the way back."""
    if not rules.may_decline(visit.case):
        return redirect("portal:file", reference=visit.case.reference)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            enrolment.decline(visit.case, visit.contact, said["code"], text=said["text"], by=visit.by, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Thank you for your answer. It is noted, and no reminder follows."))
            return redirect("portal:file", reference=visit.case.reference)
    given = {
        "visit": visit,
        "case": visit.case,
        "form": form,
        "sent": visit.case.status in rules.SENT,
        "closes_on": rules.closes_on(visit.case, visit.application),
        "officer": officer_of(visit.case, clock.today()),
    }
    return render(request, "portal/decline.html", given)


@require_POST
@on_file
def come_back(request: HttpRequest, visit: Visit) -> HttpResponse:
    try:
        enrolment.come_back(visit.case, by=visit.by, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, welcome_back(visit.case))
    return redirect("portal:file", reference=visit.case.reference)


@require_POST
@on_file
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Stop for now. A session that a link opened ends here: the next way in is a code."""
    return left(request, visit)


def left(request: HttpRequest, visit: Visit) -> HttpResponse:
    application = visit.application
    if application and application.response.holds_answers:
        how = (
            _("Your e-mail address is enough: a code is sent to it.")
            if visit.contact.email
            else _("The code of your letter opens it again.")
        )
        messages.success(request, _("Saved, not sent yet. To come back:") + " " + how)
    if not visit.by_link:
        return redirect("portal:file", reference=visit.case.reference)
    sessions.close_draft(request)
    return redirect("portal:home")
