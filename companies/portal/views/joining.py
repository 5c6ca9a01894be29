"""The main contact's page for somebody who asks to join: one press, yes or no. Opening it changes nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from companies.cases import actions as cases
from companies.cases.enums import Act
from companies.cases.models import Link
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment.actions import joining as action
from companies.enrolment.entries import Joining
from companies.enrolment.enums import Through, Verdict
from companies.portal import access, limits
from companies.portal.officers import officer_of
from companies.registry.enums import GONE

JOIN = frozenset({Act.JOIN})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def joining(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, as what, and two buttons; afterwards what was answered. A newer main contact's link is another's."""
    link = access.link_for(token, JOIN)
    asked = _asked(link)
    if link is None or asked is None:
        return render(request, "portal/link_over.html", {"known": link}, status=410 if link else 404)
    access.speak_to(request, link.contact)
    if request.method == "POST" and not (asked.decided_at or asked.objected_at):
        if limits.used_up(limits.PRESSES, f"joining:{link.pk}"):
            return render(request, "429.html", status=429)
        if access.is_at_desk(request):
            messages.error(request, access.AT_DESK)
            return redirect("portal:joining", token=token)
        return _answer(request, asked, link, token)
    given = {"asked": asked, "case": link.case, "token": token, "officer": officer_of(link.case, clock.today())}
    return render(request, "portal/joining.html", given)


def _asked(link: Link | None) -> Joining | None:
    """The request behind the link; its reader is still the company's main contact.

    One that still waits does so for a link that nobody has revoked, and as long as requests live. The closing date
    of the year is no matter here.
    """
    if link is None or link.contact.access in GONE or not link.contact.primary:
        return None
    asked = Joining.objects.filter(link=link).select_related("case__company", "entry").first()
    return asked if asked and (asked.decided_at or _may_answer(asked, link)) else None


def _may_answer(asked: Joining, link: Link) -> bool:
    return link.revoked_at is None and clock.now() < asked.asked_at + action.LIFE


def _answer(request: HttpRequest, asked: Joining, link: Link, token: str) -> HttpResponse:
    verdict, at = request.POST.get("answer", ""), clock.now()
    try:
        if verdict == Verdict.ALLOWED:
            action.allow(asked, by=cases.bearer_of(link, at=at), through=Through.CONTACT, at=at)
        elif verdict == Verdict.REFUSED:
            action.refuse(asked, by=cases.bearer_of(link, at=at), through=Through.CONTACT, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("portal:joining", token=token)
