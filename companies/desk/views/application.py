"""An application at the desk: how far a draft is, what was sent, and more time for one company."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from companies.cases.models import Case
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.desk import reading
from companies.desk.access import may_work, reachable_case
from companies.desk.forms.base import posted
from companies.desk.forms.extending import ExtendForm
from companies.desk.forms.moves import may_ask, offered
from companies.enrolment import actions as enrolment
from companies.enrolment import completing, disclosure, exports, ownwords
from companies.enrolment.models import Application
from companies.enrolment.queries import progress_of
from companies.questionnaires import published, queries
from companies.web.access import SignedIn, desk_only
from companies.web.papers import language_of, pdf

PRINTED = (disclosure.SENT, disclosure.HELP)
JOINED = ("company", "year", "region", "officer", "application__response")


@require_safe
@desk_only
def case_application(request: SignedIn, reference: str) -> HttpResponse:
    """What counts, page by page, with what changed; of a draft how far it is, and its answers only for a reason."""
    application = _application(request, reference)
    case, response, today = application.case, application.response, clock.today()
    shown = disclosure.disclosed(application)
    form = published.declaration_of(response)
    requests = ownwords.answered(case) if response.submitted_at else []
    parts = reading.parts_of(application, shown, on=today, requests=requests) if shown.why else []
    context = {
        "case": case,
        "application": application,
        "shown": shown,
        "may_print": shown.why in PRINTED,
        "parts": parts,
        "typed_by_one": reading.typed_by_one(parts),
        "brought": reading.brought(completing.completed(case, requests), parts),
        "changes": [line for part in parts for line in part.lines if line.changed_on],
        "papers": reading.papers_of(application, on=today) if shown.why else [],
        "tasks": [] if response.submitted_at else reading.progress_tasks(response),
        "place": reading.place_of(response),
        "progress": progress_of(response.pages_done, form),
        "changing": response.submitted_at is not None and queries.has_unsent(response),
        "may_extend": enrolment.may_be_extended(case) and request.user.grant.works_cases,
        "may_ask": request.user.grant.works_cases and may_ask(case, request.user),
        "moves_on": bool(offered(case)) and request.user.grant.works_cases,
    }
    return render(request, "desk/case_application.html", context)


@require_safe
@desk_only
def case_application_pdf(request: SignedIn, reference: str) -> HttpResponse:
    """The same on paper; of a draft only once its company asked for help."""
    application = _application(request, reference)
    why = disclosure.disclosed(application).why
    if why not in PRINTED:
        raise Http404
    whole = exports.whole_file(application, language_of(request), at=clock.now(), drafts=why == disclosure.HELP)
    return pdf(whole, f"{reference}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def case_extend(request: SignedIn, reference: str) -> HttpResponse:
    """More time for one company, with the reason; it is told at once."""
    case = reachable_case(request.user, reference, Case.objects.select_related(*JOINED))
    may_work(request.user)
    form = ExtendForm(posted(request), case=case)
    if form.is_valid() and _extended(form, case, request):
        until = words.full_day(form.cleaned_data["until"])
        messages.success(
            request, _("The company can send its application up to and including %(day)s.") % {"day": until}
        )
        return redirect("desk:case", reference=reference)
    context = {"case": case, "form": form, "possible": enrolment.may_be_extended(case)}
    return render(request, "desk/case_extend.html", context, status=422 if form.errors else 200)


def _extended(form: ExtendForm, case: Case, request: SignedIn) -> bool:
    chosen = form.cleaned_data
    try:
        enrolment.extend(case, chosen["until"], reason=chosen["reason"], by=request.user.actor, at=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _application(request: SignedIn, reference: str) -> Application:
    case = reachable_case(request.user, reference, Case.objects.select_related(*JOINED))
    application: Application | None = getattr(case, "application", None)
    if application is None:
        raise Http404
    return application
