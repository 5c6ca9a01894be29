"""My colleagues: who opens the file, inviting and removing them, who is written to, and leaving."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies.common import clock
from companies.common.directions import isolated
from companies.common.refusals import Refusal
from companies.enrolment import inviters
from companies.enrolment.actions import colleagues
from companies.enrolment.mailboxes import mailbox_of
from companies.portal import limits
from companies.portal.access import Visit, on_file
from companies.portal.entry_forms import ColleagueForm
from companies.portal.officers import officer_of
from companies.registry.models import Contact

INVITED: Final = limits.Limit("invited", most=24, seconds=24 * 60 * 60)
"""Invitations of one company's members: twice the colleagues that a file has room for."""
MAILED: Final = limits.Limit("invited-mails", most=3, seconds=24 * 60 * 60)
"""Invitations mailed to one mailbox, whoever invites. Beyond them the colleague is let in without a message."""

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
        if limits.used_up(INVITED, visit.case.company_id):
            return render(request, "429.html", status=429)
        try:
            messages.success(request, _invite(visit, form.cleaned_data))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            return redirect("portal:people", reference=visit.case.reference)
    return render(request, "portal/people.html", _given(visit) | {"form": form})


def _invite(visit: Visit, given: dict[str, Any]) -> str:
    """What is said is the same for every address, whoever reads there.

    A message is counted before it leaves, and given back where nobody is invited.
    """
    mailbox = mailbox_of(given["email"])
    mailed = not limits.used_up(MAILED, mailbox)
    try:
        invited = colleagues.invite(visit.case, visit.contact, **given, by=visit.by, at=clock.now(), mailed=mailed)
    except Refusal:
        limits.give_back(MAILED, mailbox)
        raise
    if mailed:
        return _("Invited: a message has left for %(email)s.") % {"email": invited.email}
    return _("Invited. No further message leaves for %(email)s today.") % {"email": invited.email}


def _given(visit: Visit) -> dict[str, Any]:
    company = visit.case.company
    members = inviters.members_of(company)
    guests = inviters.brought_in(company, members) if visit.contact.primary else {}
    return {
        "visit": visit,
        "case": visit.case,
        "company": company.display_name,
        "members": [(member, _named(guests.get(member.pk, ()))) for member in members],
        "main": company.contacts.filter(primary=True).first(),
        "officer": officer_of(visit.case, clock.today()),
    }


def _named(guests: Iterable[Contact]) -> str:
    """Names in a row, each in its own direction; "" for nobody."""
    language = get_language() or "fr"
    return _(", ").join(isolated(str(guest), language) for guest in guests)


@require_POST
@on_file
@signed_in
def person(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Remove a colleague, or make them the one we write to."""
    colleague = (
        visit.case.company.contacts.filter(pk=pk, access__in=colleagues.LISTED).select_related("company").first()
    )
    if colleague is None:
        raise Http404
    remove = _remove_with_guests if "with_guests" in request.POST else _remove
    act = {"remove": remove, "main": _make_main}.get(request.POST.get("act", ""))
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


def _remove_with_guests(visit: Visit, colleague: Contact) -> str:
    gone = colleagues.remove_with_guests(visit.case, visit.contact, colleague, by=visit.by, at=clock.now())
    if len(gone) == 1:
        return _("%(person)s no longer opens the file.") % {"person": colleague}
    return _("These people no longer open the file: %(people)s.") % {"people": _named(gone)}


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
