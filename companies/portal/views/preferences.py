"""Reminders or none, for one mail address, without a login. What stops here is mail; nothing is withdrawn."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from companies.common import clock
from companies.outreach.answers import preferences as wishes
from companies.outreach.answers.preferences import Door, Person
from companies.portal import access, limits
from companies.registry.models import Contact
from companies.web.signin.codes import masked

PersonView = Callable[[HttpRequest, Person], HttpResponse]


def by_signature(view: PersonView) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page for the bearer of a signed address; anything else leads to a page that helps. Staff may look, no more."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, signed: str) -> HttpResponse:
        person = wishes.person_of(signed)
        if person is None:
            return render(request, "portal/link_over.html", {"known": None}, status=404)
        reader = Contact.objects.filter(email=person.email).order_by("-pk").first()
        if reader:
            access.speak_to(request, reader)
        if request.method == "POST" and access.is_at_desk(request):
            messages.error(request, access.AT_DESK)
            return redirect("portal:preferences", signed=signed)
        return view(request, person)

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@by_signature
def preferences(request: HttpRequest, person: Person) -> HttpResponse:
    """What comes and what does not, and one button to change it."""
    if request.method == "POST":
        if limits.used_up(limits.PRESSES, f"preferences:{person.pk}"):
            return render(request, "429.html", status=429)
        wanted = request.POST.get("reminders") == "on"
        wishes.choose(person, wanted=wanted, door=Door.PAGE, at=clock.now())
        messages.success(request, _("Noted: you receive reminders.") if wanted else _("Noted: no reminder follows."))
        return redirect("portal:preferences", signed=person.signed)
    return _draw(request, person)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@by_signature
def unsubscribe(request: HttpRequest, person: Person) -> HttpResponse:
    """The one click of a mail programme (RFC 8058): a POST without cookies or redirect. Who looks gets the page."""
    if request.method == "POST":
        wishes.choose(person, wanted=False, door=Door.ONE_CLICK, at=clock.now())
        return HttpResponse(_("Noted: no reminder follows."), content_type="text/plain; charset=utf-8")
    return _draw(request, person)


def _draw(request: HttpRequest, person: Person) -> HttpResponse:
    given = {"person": person, "address": masked(person.email)}
    return render(request, "portal/preferences.html", given)
