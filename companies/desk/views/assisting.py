"""Filling in an application with a company, and asking the company to confirm it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from companies.cases.enums import Channel
from companies.cases.models import Case
from companies.common import clock, links
from companies.common.refusals import Refusal
from companies.desk import phrases
from companies.desk.access import reachable_case
from companies.desk.forms.assisting import AssistForm, ConfirmForm
from companies.desk.forms.base import posted
from companies.desk.letters import confirmation_letter
from companies.enrolment import assisted, documents
from companies.enrolment.actions import assisting
from companies.enrolment.models import Application
from companies.questionnaires import queries as answers
from companies.web import behalf
from companies.web.access import SignedIn, may

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@may("assists")
def case_assist(request: SignedIn, reference: str) -> HttpResponse:
    """With whom and how; then on to the company's own pages, for this one case."""
    case = reachable_case(request.user, reference)
    form = AssistForm(posted(request), people=assisted.speakers(case))
    if form.is_valid() and _begun(form, case, request):
        behalf.open_mark(request, case.reference, form.cleaned_data["contact"].pk)
        return redirect(links.path("portal:tasks", reference=reference))
    context = {
        "case": case,
        "form": form,
        "possible": assisted.may_be_filled_in(case, on=clock.today(), application=getattr(case, "application", None)),
    }
    return render(request, "desk/case_assist.html", context, status=422 if form.errors else 200)


def _begun(form: AssistForm, case: Case, request: SignedIn) -> bool:
    said = form.cleaned_data
    try:
        assisting.begin(case, said["contact"], said["how"], officer=request.user, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


@require_POST
@may("assists")
def case_assist_end(request: SignedIn, reference: str) -> HttpResponse:
    """Leave the form; what was typed is kept."""
    case = reachable_case(request.user, reference)
    mark = behalf.mark_of(request)
    if mark and mark.reference == case.reference:
        behalf.close_mark(request)
        contact = case.company.contacts.filter(pk=mark.contact).first()
        if contact:
            assisting.end(case, contact, officer=request.user, at=clock.now())
    return redirect("desk:case", reference=reference)


@never_cache
@get_or_post
@may("assists")
def case_confirm(request: SignedIn, reference: str) -> HttpResponse:
    """Whom to ask, and what still keeps it from being asked; then a mail leaves, or its letter is shown once."""
    case = reachable_case(request.user, reference, Case.objects.select_related(*_OF_LETTER))
    application: Application | None = getattr(case, "application", None)
    if application is None:
        return redirect("desk:case_assist", reference=reference)
    form = ConfirmForm(posted(request), people=assisted.speakers(case))
    asked = _asked(form, application, request) if form.is_valid() else None
    if asked is None:
        context = {"case": case, "form": form, **_wanting(application)}
        return render(request, "desk/case_confirm.html", context, status=422 if form.errors else 200)
    behalf.close_mark(request)
    return _said(request, case, asked)


_OF_LETTER = ("company", "year", "region", "officer", "application__response")


def _asked(form: ConfirmForm, application: Application, request: SignedIn) -> assisting.Asked | None:
    try:
        return assisting.ask(application, form.cleaned_data["contact"], by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _wanting(application: Application) -> dict[str, Any]:
    """What is missing before the company can be asked; the address it gave, if it is none of its people's."""
    today, values = clock.today(), answers.kept(application.response).values
    return {
        "application": application,
        "pages": assisted.wanting(application.response, values, on=today),
        "papers": documents.missing(application.case, values, on=today),
        "assisted": assisted.is_assisted(application.response),
    }


def _said(request: SignedIn, case: Case, asked: assisting.Asked) -> HttpResponse:
    if asked.channel == Channel.LETTER:
        letter = confirmation_letter(case, asked.contact, asked.code, on=clock.today())
        return render(request, "desk/letters.html", {"letters": [letter]})
    to_whom = {"person": phrases.isolated(str(asked.contact)), "address": phrases.isolated(asked.contact.email)}
    messages.success(request, _("The request to confirm leaves by e-mail to %(person)s, %(address)s.") % to_whom)
    return redirect("desk:case", reference=case.reference)
