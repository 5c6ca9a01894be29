"""My colleagues: who opens the file, inviting and removing them, who is written to, and leaving."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment.actions import colleagues
from companies.portal import limits
from companies.portal.access import Visit, on_file
from companies.portal.entry_forms import ColleagueForm
from companies.portal.officers import officer_of
from companies.registry.enums import Access
from companies.registry.models import Contact

P = ParamSpec("P")
FileView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]


def signed_in(view: FileView[P]) -> FileView[P]:
    """Not by the session of a link, which proves nothing of who holds it."""

    @wraps(view)
    def guarded(request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if visit.by_link:
            return redirect_to_login(reverse("portal:people", args=[visit.case.reference]))
        return view(request, visit, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
@signed_in
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, and the invitation of one more."""
    form = ColleagueForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        if limits.used_up(limits.PRESSES, f"colleagues:{visit.contact.pk}"):
            return render(request, "429.html", status=429)
        try:
            invited = colleagues.invite(visit.case, visit.contact, **form.cleaned_data, by=visit.by, at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("Invited: a message has left for %(email)s.") % {"email": invited.email})
            return redirect("portal:people", reference=visit.case.reference)
    return render(request, "portal/people.html", _given(visit) | {"form": form})


def _given(visit: Visit) -> dict[str, Any]:
    members = visit.case.company.contacts.filter(access=Access.MEMBER).order_by("-primary", "id")
    return {
        "visit": visit,
        "case": visit.case,
        "company": visit.case.company.display_name,
        "members": list(members),
        "main": visit.case.company.contacts.filter(primary=True).first(),
        "officer": officer_of(visit.case, clock.today()),
    }


@require_POST
@on_file
@signed_in
def person(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Remove a colleague, or make them the one we write to."""
    colleague = visit.case.company.contacts.filter(pk=pk, access=Access.MEMBER).select_related("company").first()
    if colleague is None:
        raise Http404
    act = {"remove": _remove, "main": _make_main}.get(request.POST.get("act", ""))
    if act is not None:
        _try(request, visit, act, colleague)
    return redirect("portal:people", reference=visit.case.reference)


def _try(request: HttpRequest, visit: Visit, act: Callable[[Visit, Contact], str], colleague: Contact) -> None:
    try:
        messages.success(request, act(visit, colleague))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))


def _remove(visit: Visit, colleague: Contact) -> str:
    colleagues.remove(visit.case, visit.contact, colleague, by=visit.by, at=clock.now())
    return _("%(person)s no longer opens the file.") % {"person": colleague}


def _make_main(visit: Visit, colleague: Contact) -> str:
    colleagues.hand_over(visit.contact, colleague, by=visit.by, at=clock.now())
    return _("From now on we write to %(person)s.") % {"person": colleague}


@require_POST
@on_file
@signed_in
def go(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Leave the company's file."""
    try:
        colleagues.leave(visit.contact, by=visit.by, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:people", reference=visit.case.reference)
    messages.success(request, _("You no longer open this file. What you wrote stays with the company."))
    return redirect("portal:files")


@require_POST
@on_file
@signed_in
def main_left(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Tell that whom we write to has left."""
    colleagues.tell_main_has_left(visit.case, by=visit.by, at=clock.now())
    messages.success(
        request, _("Thank you. Your officer makes sure with the company, then writes to the right person.")
    )
    return redirect("portal:people", reference=visit.case.reference)
