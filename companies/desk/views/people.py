"""The company and its people, corrected from the case page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from companies.common import clock
from companies.common.refusals import Refusal
from companies.desk.access import contact_of, may_work, reachable_case
from companies.desk.forms.base import posted
from companies.desk.forms.people import CompanyForm, ContactForm
from companies.enrolment import actions as enrolment
from companies.registry import actions as registry
from companies.registry.enums import GONE
from companies.web.access import SignedIn, desk_only

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@desk_only
def case_company(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    may_work(request.user)
    form = CompanyForm(posted(request), user=request.user, company=case.company)
    if form.is_valid():
        try:
            registry.update_company(case.company, **form.company_fields(), by=request.user.actor, at=clock.now())
            return redirect("desk:case", reference=reference)
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "desk/case_company.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@get_or_post
@desk_only
def case_contact_new(request: SignedIn, reference: str) -> HttpResponse:
    case = reachable_case(request.user, reference)
    may_work(request.user)
    form = ContactForm(posted(request))
    if form.is_valid():
        try:
            registry.add_contact(case.company, **form.contact_fields(), by=request.user.actor, at=clock.now())
            return redirect("desk:case", reference=reference)
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "desk/case_contact.html", {"case": case, "form": form}, status=422 if form.errors else 200)


@get_or_post
@desk_only
def case_contact(request: SignedIn, reference: str, pk: int) -> HttpResponse:
    case = reachable_case(request.user, reference)
    contact = contact_of(case, pk)
    may_work(request.user)
    form = ContactForm(posted(request), contact=contact)
    if form.is_valid():
        try:
            enrolment.change_contact(case, contact, **form.contact_fields(), by=request.user.actor, at=clock.now())
            return redirect("desk:case", reference=reference)
        except Refusal as refusal:
            form.refuse(refusal)
    context = {"case": case, "form": form, "contact": contact, "gone": GONE}
    return render(request, "desk/case_contact.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
@desk_only
def case_contact_main(request: SignedIn, reference: str, pk: int) -> HttpResponse:
    contact = contact_of(reachable_case(request.user, reference), pk)
    may_work(request.user)
    enrolment.name_main_contact(contact, by=request.user.actor, at=clock.now())
    return redirect("desk:case", reference=reference)


@require_http_methods(["POST"])
@desk_only
def case_contact_end(request: SignedIn, reference: str, pk: int) -> HttpResponse:
    contact = contact_of(reachable_case(request.user, reference), pk)
    may_work(request.user)
    enrolment.end_access(contact, by=request.user.actor, at=clock.now())
    messages.success(request, _("%(person)s no longer opens the file.") % {"person": contact})
    return redirect("desk:case", reference=reference)
