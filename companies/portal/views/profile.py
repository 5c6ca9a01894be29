"""One's own name, telephone, language; and another address, proven by a code before anything changes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from companies.accounts.models import User
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.enrolment.actions import profile as action
from companies.enrolment.actions import proving
from companies.enrolment.entries import Proof
from companies.enrolment.enums import Purpose
from companies.mail import queries as mail
from companies.outreach.answers import preferences
from companies.portal import arrivals, limits
from companies.portal.entry_forms import AddressForm, ProfileForm, ProofForm
from companies.questionnaires.models import Answer
from companies.registry.enums import Access
from companies.registry.models import Contact
from companies.web.access import SignedIn
from companies.web.signin import open_session
from companies.web.views.account import unhurried

KEY = "new_address"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@get_or_post
def profile(request: SignedIn) -> HttpResponse:
    user = _person(request)
    if "reminders" in request.POST:
        return redirect("portal:preferences", preferences.token_for(user.email))
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=_known(user))
    if form.is_bound and form.is_valid():
        action.change_profile(user, **form.cleaned_data, by=user.actor, at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("portal:profile")
    return render(request, "portal/profile.html", {"form": form, "person": user, "reminders": _reminders_of(user)})


def _known(user: User) -> dict[str, str]:
    """What stands on file; before that, what the main contact wrote into the form that is not sent yet."""
    contact = Contact.objects.filter(user=user, access=Access.MEMBER).order_by("-primary", "id").first()
    said: dict[str, str] = {}
    if contact and contact.primary and not (contact.name and contact.phone):
        written = Answer.objects.filter(response__case__company=contact.company_id, key__in=("contact_name", "phone"))
        said = {key: str(value or "") for key, value in written.order_by("at", "id").values_list("key", "value")}
    name = user.name or (contact.name if contact else "") or said.get("contact_name", "")
    phone = (contact.phone if contact else "") or user.phone or said.get("phone", "")
    return {"name": name, "phone": words.phone(phone), "language": user.language}


def _reminders_of(user: User) -> str:
    """Signed for the page where reminders are stopped or asked for again; "" before anything was sent."""
    number = mail.number_of(user.email)
    return preferences.signed(number) if number else ""


@never_cache
@get_or_post
@unhurried
def address(request: SignedIn) -> HttpResponse:
    """Another address: a code goes there. Whether somebody else has it is said to who reads there only."""
    user = _person(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if limits.used_up(limits.PRESSES, f"address:{user.pk}"):
            return render(request, "429.html", status=429)
        email = form.cleaned_data["email"]
        mailed = limits.lets_proof_leave(request, email)
        if not mailed:
            messages.warning(request, arrivals.held_back())
        language = get_language() or user.language
        proof = proving.ask(Purpose.ADDRESS, email, language=language, mailed=mailed, at=clock.now())
        request.session[KEY] = proof.pk
        return redirect("portal:profile_code")
    return render(request, "portal/profile_address.html", {"form": form, "person": user})


@never_cache
@get_or_post
@unhurried
def code(request: SignedIn) -> HttpResponse:
    user = _person(request)
    proof = Proof.objects.filter(pk=request.session.get(KEY, 0), purpose=Purpose.ADDRESS, proved_at=None).first()
    if proof is None:
        return redirect("portal:profile_address")
    form = ProofForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if proving.prove(proof, form.cleaned_data["code"], at=clock.now()):
            return _move(request, user, proof)
        form.add_error("code", arrivals.wrong_code(proof, clock.now()))
    return render(request, "portal/profile_code.html", {"form": form, "address": proof.email})


def _move(request: HttpRequest, user: User, proof: Proof) -> HttpResponse:
    request.session.pop(KEY, None)
    try:
        action.move_to(user, proof, by=user.actor, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:profile_address")
    open_session(request, User.objects.get(pk=user.pk))
    messages.success(request, _("From now on we write to %(person)s.") % {"person": proof.email})
    return redirect("portal:profile")


def _person(request: SignedIn) -> User:
    if not request.user.grant.portal:
        raise Http404
    return request.user
