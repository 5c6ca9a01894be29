"""The form: its list of pages, one page at a time, reading it again, sending it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.accounts.models import User
from companies.common import clock
from companies.common.refusals import Refusal
from companies.enrolment import actions as enrolment
from companies.enrolment import rules
from companies.enrolment.models import Application
from companies.enrolment.pages import APPLICATION
from companies.portal import checking, sheets, status
from companies.portal.access import Visit, on_file
from companies.portal.officers import officer_of
from companies.portal.views.answering import left
from companies.questionnaires import queries as answers
from companies.questionnaires.actions import Conflict
from companies.questionnaires.declarations import MOST_PRODUCTS, Page
from companies.questionnaires.forms import PageForm
from companies.web.signin import open_session

P = ParamSpec("P")
Filling = Callable[Concatenate[HttpRequest, Visit, Application, P], HttpResponse]


def on_answers(view: Filling[P]) -> Callable[..., HttpResponse]:
    """A page that shows answers; a file without any leads back to where it stands."""

    @on_file
    @wraps(view)
    def opened(request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        application = visit.application
        if application is None:
            return redirect("portal:file", reference=visit.case.reference)
        return view(request, visit, application, *args, **kwargs)

    return opened


def on_application(view: Filling[P]) -> Callable[..., HttpResponse]:
    """A page that takes answers; a file that takes none leads back to where it stands."""

    @on_answers
    @wraps(view)
    def opened(
        request: HttpRequest, visit: Visit, application: Application, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if not rules.may_write(visit.case):
            return redirect("portal:file", reference=visit.case.reference)
        return view(request, visit, application, *args, **kwargs)

    return opened


@require_safe
@on_application
def tasks(request: HttpRequest, visit: Visit, application: Application) -> HttpResponse:
    """The pages to fill in, in any order."""
    kept = answers.kept(application.response)
    left_over = APPLICATION.pages_left(application.response.pages_done)
    given = _around(visit, application) | {
        "tasks": checking.tasks(visit.case.reference, application.response, kept),
        "next_page": left_over[0] if left_over else None,
        "pages_left": len(left_over),
        "correcting": bool(application.response.submitted_at) and kept.changed,
    }
    return render(request, "portal/tasks.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@on_application
def page(request: HttpRequest, visit: Visit, application: Application, key: str) -> HttpResponse:
    asked = APPLICATION.page(key)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _save(request, visit, application, asked)
    kept = answers.kept(application.response, [question.key for question in asked.questions])
    wanted = request.GET.get("rows", "1")
    rows = int(wanted) if wanted in {str(n) for n in range(1, MOST_PRODUCTS + 1)} else 1
    form = PageForm(asked, kept=kept.values, on=clock.today(), prefilled=kept.prefilled, rows=rows)
    return _draw(request, visit, application, form)


def _save(request: HttpRequest, visit: Visit, application: Application, asked: Page) -> HttpResponse:
    """Keep what was typed, whatever it is; then on, or back here with what is to be corrected."""
    at = clock.now()
    form = PageForm(asked, kept={}, on=clock.local_day(at), data=_sent(request, application, asked))
    try:
        enrolment.save_page(
            application,
            asked,
            form.answers(),
            complete=form.is_valid(),
            sheet=sheets.sheet_of(request),
            contact=visit.contact,
            by=visit.by,
            at=at,
        )
    except Conflict as conflict:
        application.response.refresh_from_db(fields=["version", "saved_at", "pages_done"])
        return _draw(request, visit, application, form, clashes=sheets.clashes(asked, form, conflict.theirs))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:file", reference=visit.case.reference)
    return _go_on(request, visit, application, form)


def _sent(request: HttpRequest, application: Application, asked: Page) -> QueryDict:
    """The page as it was sent, with the versions chosen and the row removed."""
    data = sheets.without_row(request.POST, request.POST.get("remove", ""))
    keys = sheets.chosen_of_others(request, asked)
    saved = answers.kept(application.response, keys).values if keys else {}
    return sheets.with_saved(data, asked, keys, saved)


def _go_on(request: HttpRequest, visit: Visit, application: Application, form: PageForm) -> HttpResponse:
    here = reverse("portal:page", args=[visit.case.reference, form.page.key])
    if "add" in request.POST:
        return redirect(f"{here}?rows={min(len(form.answers().get('products') or []) + 1, MOST_PRODUCTS)}#products")
    if "remove" in request.POST:
        return redirect(f"{here}#products")
    if request.POST.get("then") == "later":
        return left(request, visit)
    if not form.is_valid():
        return _draw(request, visit, application, form)
    return redirect(checking.after(visit.case.reference, form.page, application.response.pages_done))


def _draw(request: HttpRequest, visit: Visit, application: Application, form: PageForm, **more: Any) -> HttpResponse:
    given = _around(visit, application) | {
        "page": form.page,
        "number": str(APPLICATION.number_of(form.page)),
        "form": form,
        "sheet": sheets.new_sheet(application.response.version),
        "clashes": (),
        "doubts": form.doubts() if form.is_bound else {},
        "pages": checking.entries(visit.case.reference, application.response, form.page),
    }
    return render(request, "portal/page.html", given | more)


def _around(visit: Visit, application: Application) -> dict[str, Any]:
    """What stands on every page of the form."""
    return {
        "visit": visit,
        "case": visit.case,
        "company": visit.case.company.display_name,
        "application": application,
        "response": application.response,
        "closes_on": application.closes_on,
        "over": status.is_over(visit, clock.today()),
        "page_count": str(len(APPLICATION.pages)),
        "officer": officer_of(visit.case, clock.today()),
    }


@require_safe
@on_answers
def check(request: HttpRequest, visit: Visit, application: Application) -> HttpResponse:
    """Reading the answers again, before the one button that sends; once decided, reading only."""
    return _draw_check(request, visit, application)


@require_POST
@on_application
def send(request: HttpRequest, visit: Visit, application: Application) -> HttpResponse:
    """Send, once: a second press leads to the same receipt."""
    try:
        enrolment.submit(application, by=visit.by, at=clock.now())
    except enrolment.Incomplete:
        return redirect("portal:check", reference=visit.case.reference)
    except Refusal as refusal:
        return _draw_check(request, visit, application, refusal=refusal)
    _stay_signed_in(request)
    return redirect("portal:receipt", reference=visit.case.reference)


def _stay_signed_in(request: HttpRequest) -> None:
    """Sending may have moved the sign-in to the address just given, which ends its sessions; this one goes on."""
    if isinstance(request.user, User):
        fresh = User.objects.get(pk=request.user.pk)
        if fresh.email != request.user.email:
            open_session(request, fresh)


def _draw_check(
    request: HttpRequest, visit: Visit, application: Application, refusal: Refusal | None = None
) -> HttpResponse:
    fresh = Application.objects.select_related("response", "case__year").get(pk=application.pk)
    kept = answers.kept(fresh.response)
    sections = checking.sections(visit.case.reference, kept.values, on=clock.today())
    given = _around(visit, fresh) | {
        "sections": sections,
        "wanting": next((section for section in sections if section.problems), None),
        "correcting": bool(fresh.response.submitted_at),
        "changed": kept.changed,
        "writable": rules.may_write(visit.case),
        "refusal": refusal,
        "refused_at": checking.page_of_field(visit.case.reference, refusal.field) if refusal else "",
    }
    return render(request, "portal/check.html", given)
