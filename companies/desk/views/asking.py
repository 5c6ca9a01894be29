"""Asking a company for something back: written, shown as it will be read, sent; another day for it; taken back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from companies.accounts.models import User
from companies.cases import emails as cases
from companies.cases.enums import Status
from companies.cases.models import Case
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.desk import phrases
from companies.desk.access import may_work, reachable_case
from companies.desk.clockbox import clock_of
from companies.desk.forms.asking import AnotherDayForm, AskForm, WithdrawForm
from companies.desk.forms.base import DeskForm, posted
from companies.desk.forms.moves import may_be_asked
from companies.desk.views.mail import masked
from companies.enrolment import actions as enrolment
from companies.enrolment import completing, emails
from companies.enrolment.actions.requesting import drafted
from companies.enrolment.queries import primary_contacts, was_asked
from companies.registry.models import Contact
from companies.web.access import SignedIn, desk_only

JOINED = ("company", "year", "region", "officer", "application__response")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@desk_only
def case_ask(request: SignedIn, reference: str) -> HttpResponse:
    """Two steps: "show" draws the message and what happens to the time limit, "send" sends it."""
    case, at = _case(request, reference), clock.now()
    form = AskForm(posted(request), case=case, on=clock.local_day(at))
    why_not = _why_not(case, request.user)
    if why_not:
        return _page(request, case, form, why_not, refused=request.method == "POST")
    if form.is_valid() and "change" not in request.POST:
        if "send" in request.POST and _asked(form, case, request, at):
            messages.success(request, _what_was_done(case))
            return redirect("desk:case", reference=reference)
        shown = None if form.errors else _shown(form, case, request, at)
        if shown is not None:
            return render(request, "desk/case_ask_shown.html", shown)
    return _page(request, case, form)


def _case(request: SignedIn, reference: str) -> Case:
    case = reachable_case(request.user, reference, Case.objects.select_related(*JOINED))
    may_work(request.user)
    return case


def _why_not(case: Case, user: User) -> str:
    if not may_be_asked(case):
        return _("Something can be asked back once the application is under review.")
    if was_asked(case) and not user.grant.supervises:
        return _("The company was asked once already. A second request is the regional manager’s.")
    return ""


def _asked(form: AskForm, case: Case, request: SignedIn, at: datetime) -> bool:
    chosen, wanted = form.cleaned_data, form.wanted
    try:
        enrolment.request_completion(
            case,
            items=wanted.items,
            questions=wanted.questions,
            slots=wanted.slots,
            due_on=chosen["due_on"],
            reason=chosen["reason"],
            note=chosen["note"],
            seen_version=chosen["version"],
            by=request.user.actor,
            at=at,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _shown(form: AskForm, case: Case, request: SignedIn, at: datetime) -> dict[str, Any] | None:
    """The message as it will be read; None where it cannot be asked, which the form then says."""
    chosen, contact = form.cleaned_data, _contact(case)
    try:
        asked = drafted(
            case, form.wanted, due_on=chosen["due_on"], reason=chosen["reason"], by=request.user.actor, at=at
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    mail = None
    if contact and contact.email:
        mail = emails.preview_of_request(emails.Letter(case, contact, emails.the_site(), at), asked)
    return {
        "case": case,
        "form": form,
        "contact": contact,
        "mail": mail,
        "text": masked(mail.text) if mail else "",
        "asked": asked,
        "legal_clock": clock_of(case, clock.local_day(at)),
    }


def _contact(case: Case) -> Contact | None:
    return primary_contacts([case]).get(case.company_id)


def _what_was_done(case: Case) -> str:
    """Who is written to, or that a letter is to be sent."""
    contact = _contact(case)
    if not contact or not contact.email:
        return _("Nobody has an e-mail address: the letter to send is a task of this file.")
    to_whom = {"person": phrases.isolated(str(contact)), "address": phrases.isolated(contact.email)}
    return _("The request leaves by e-mail to %(person)s, %(address)s.") % to_whom


def _page(request: SignedIn, case: Case, form: AskForm, why_not: str = "", *, refused: bool = False) -> HttpResponse:
    signer = cases.signer(case, clock.today())
    waiting = completing.open_request(case)
    given = {
        "case": case,
        "form": form,
        "why_not": why_not,
        "waits": waiting is not None,
        "asked": completing.as_asked(waiting) if waiting else None,
        "contact": _contact(case),
        "signer": signer,
    }
    return render(request, "desk/case_ask.html", given, status=422 if refused or form.errors else 200)


@get_or_post
@desk_only
def case_ask_day(request: SignedIn, reference: str) -> HttpResponse:
    """Another last day for what is asked; the company is told at once."""
    case = _case(request, reference)
    form = AnotherDayForm(posted(request), asked=completing.open_request(case), on=clock.today())
    if form.is_valid() and _done(form, enrolment.set_last_day, case, request):
        until = words.full_day(form.cleaned_data["due_on"])
        messages.success(request, _("The company can complete its file up to and including %(day)s.") % {"day": until})
        return redirect("desk:case", reference=reference)
    return _change_page(request, "desk/case_ask_day.html", case, form)


@get_or_post
@desk_only
def case_ask_withdraw(request: SignedIn, reference: str) -> HttpResponse:
    """Nothing is asked any more: the review goes on; the company is told at once."""
    case = _case(request, reference)
    form = WithdrawForm(posted(request))
    if form.is_valid() and _done(form, enrolment.withdraw_request, case, request):
        messages.success(request, _("The request is withdrawn: the review and its time limit go on."))
        return redirect("desk:case", reference=reference)
    return _change_page(request, "desk/case_ask_withdraw.html", case, form)


def _done(form: DeskForm, act: Callable[..., Any], case: Case, request: SignedIn) -> bool:
    try:
        act(case, **form.cleaned_data, by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _change_page(request: SignedIn, template: str, case: Case, form: DeskForm) -> HttpResponse:
    waits = case.status == Status.INFORMATION_REQUESTED
    given = {
        "case": case,
        "form": form,
        "waits": waits,
        "asked": completing.request_of(case),
        "contact": _contact(case),
    }
    return render(request, template, given, status=422 if form.errors else 200)
