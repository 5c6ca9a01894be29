"""A form: its list of pages, one page at a time, reading it again, sending it. Which form it is, its booklet says."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.accounts.models import User
from companies.common import clock
from companies.common.faults import fault
from companies.common.refusals import Refusal
from companies.portal import booklets, checking, sheets, status
from companies.portal.access import Visit, on_file
from companies.portal.booklets import Booklet
from companies.portal.officers import officer_of
from companies.portal.views.answering import left
from companies.questionnaires import queries as answers
from companies.questionnaires.actions import Conflict
from companies.questionnaires.declarations import Page
from companies.questionnaires.forms import PageForm
from companies.questionnaires.keeping import Incomplete
from companies.questionnaires.wishes import Wish
from companies.registry.models import Contact
from companies.web import typed
from companies.web.views.language import speak

P = ParamSpec("P")
Filling = Callable[Concatenate[HttpRequest, Booklet, P], HttpResponse]


def on_answers(view: Filling[P]) -> Callable[..., HttpResponse]:
    """A page that shows answers; a file without any leads back to where it stands."""

    @on_file
    @wraps(view)
    def opened(request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = str(kwargs.pop("form", booklets.APPLICATION))
        booklet = booklets.of_visit(visit, key)
        if booklet is None and key == booklets.APPLICATION:
            return redirect("portal:file", reference=visit.case.reference)
        if booklet is None:
            raise Http404
        return view(request, booklet, *args, **kwargs)

    return opened


def on_form(view: Filling[P]) -> Callable[..., HttpResponse]:
    """A page that takes answers; a file that takes none leads back to where it stands."""

    @on_answers
    @wraps(view)
    def opened(request: HttpRequest, booklet: Booklet, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not booklet.takes_answers:
            return redirect("portal:file", reference=booklet.visit.case.reference)
        return view(request, booklet, *args, **kwargs)

    return opened


@require_safe
@on_form
def tasks(request: HttpRequest, booklet: Booklet) -> HttpResponse:
    """The pages to fill in, in any order."""
    kept = answers.kept(booklet.response)
    left_over = booklet.pages_left
    given = around(booklet) | {
        "tasks": checking.tasks(booklet, kept),
        "next_page": left_over[0] if left_over else None,
        "next_url": booklet.page_url(left_over[0]) if left_over else booklet.url("check"),
        "pages_left": len(left_over),
        "correcting": bool(booklet.response.submitted_at) and kept.changed,
    }
    return render(request, "portal/tasks.html", given)


@require_http_methods(["GET", "HEAD", "POST"])
@on_form
def page(request: HttpRequest, booklet: Booklet, key: str) -> HttpResponse:
    asked = booklet.declaration.page(key)
    if asked is None or asked.documents:  # papers have a page of their own
        raise Http404
    if request.method == "POST":
        return _save(request, booklet, asked)
    if (data := typed.waiting(request)) is not None:
        return _draw_typed(request, booklet, asked, data)
    keys = {question.key for question in asked.questions} | asked.leans_on
    kept = answers.kept(booklet.response, keys)
    form = PageForm(asked, kept=kept.values, on=clock.today(), prefilled=kept.prefilled, wish=Wish.of(request.GET))
    return _draw(request, booklet, form)


def _save(request: HttpRequest, booklet: Booklet, asked: Page) -> HttpResponse:
    """Keep what was typed, whatever it is; then on, or back here with what is to be corrected."""
    at = clock.now()
    form = _typed_form(booklet, asked, _sent(request, booklet, asked))
    try:
        booklet.save(asked, form.answers(), complete=form.is_valid(), sheet=sheets.sheet_of(request.POST), at=at)
    except Conflict as conflict:
        booklet.response.refresh_from_db(fields=["version", "saved_at", "pages_done", "pages_saved"])
        return _draw(
            request, booklet, form, clashes=sheets.clashes(asked, form, conflict.theirs, me=booklet.visit.contact)
        )
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:file", reference=booklet.visit.case.reference)
    fault("save_after_commit")
    typed.drop(request)
    return _go_on(request, booklet, form)


def _typed_form(booklet: Booklet, asked: Page, data: QueryDict) -> PageForm:
    """A page as it was sent; of other pages it knows the answers that this one's are read by."""
    kept = answers.kept(booklet.response, asked.leans_on).values if asked.leans_on else {}
    return PageForm(asked, kept=kept, on=clock.today(), data=data)


def _sent(request: HttpRequest, booklet: Booklet, asked: Page) -> QueryDict:
    """The page as it was sent, with the versions chosen and what a button of it changes."""
    data = sheets.with_button(request.POST)
    keys = sheets.chosen_of_others(request, asked)
    saved = answers.kept(booklet.response, keys).values if keys else {}
    return sheets.with_saved(data, asked, keys, saved)


def _go_on(request: HttpRequest, booklet: Booklet, form: PageForm) -> HttpResponse:
    here = booklet.page_url(form.page)
    if "speak" in request.POST:
        return speak(request, redirect(here), request.POST["speak"])
    if wish := sheets.wish_of(request.POST, form):
        return redirect(f"{here}{wish.address}")
    if request.POST.get("then") == "later":
        return left(request, booklet.visit)
    if not form.is_valid():
        return _draw(request, booklet, form)
    for doubt in checking.doubts(form):
        messages.warning(request, doubt)
    return redirect(booklet.after(form.page))


def _draw_typed(request: HttpRequest, booklet: Booklet, asked: Page, data: QueryDict) -> HttpResponse:
    """A page as it was typed when the session had closed, with its own marks: saving it is left to the person."""
    return _draw(request, booklet, _typed_form(booklet, asked, data), sheet=sheets.sheet_of(data), recovered=True)


def _draw(request: HttpRequest, booklet: Booklet, form: PageForm, **more: Any) -> HttpResponse:
    given = around(booklet) | {
        "page": form.page,
        "number": str(booklet.declaration.number_of(form.page)),
        "here": booklet.page_url(form.page),
        "form": form,
        "sheet": sheets.new_sheet(booklet.response.version),
        "clashes": (),
        "recovered": False,
        "doubts": checking.doubts(form) if form.is_bound else (),
        "pages": checking.entries(booklet, form.page),
        "speaking_form": "form-page",
    }
    return render(request, "portal/page.html", given | more)


def around(booklet: Booklet) -> dict[str, Any]:
    """What stands on every page of a form."""
    visit, today = booklet.visit, clock.today()
    return {
        "visit": visit,
        "case": visit.case,
        "company": visit.case.company.display_name,
        "booklet": booklet,
        "application": booklet.application,
        "response": booklet.response,
        "closes_on": booklet.last_day,
        "over": booklet.application is not None and status.is_over(visit, today),
        "page_count": str(len(booklet.declaration.pages)),
        "officer": officer_of(visit.case, today),
        "asked_back": booklet.request,
        "tasks_url": booklet.url("tasks"),
        "check_url": booklet.url("check"),
        "send_url": booklet.url("send"),
    }


@require_safe
@on_answers
def check(request: HttpRequest, booklet: Booklet) -> HttpResponse:
    """Reading the answers again, before the one button that sends; once decided, reading only."""
    return _draw_check(request, booklet)


@require_POST
@on_form
def send(request: HttpRequest, booklet: Booklet) -> HttpResponse:
    """Send, once: a second press leads to the same receipt. Where something is missing, all of it is said."""
    reference = booklet.visit.case.reference
    try:
        booklet.send(at=clock.now())
    except Refusal as refusal:
        return _draw_check(request, booklet, refusal=refusal)
    fault("send_after_commit")
    if booklet.application is None:
        messages.success(request, _("Sent. Thank you."))
        return redirect("portal:file", reference=reference)
    _say_how_to_sign_in(request, booklet.visit.contact)
    return redirect("portal:receipt", reference=reference)


def _say_how_to_sign_in(request: HttpRequest, before: Contact) -> None:
    """Another address in the form is where we write; signing in stays with the one that codes have proven."""
    user = request.user
    if not isinstance(user, User) or before.user_id != user.pk:
        return
    now = Contact.objects.values_list("email", flat=True).get(pk=before.pk)
    if now not in (before.email, user.email):
        said = _("We write to %(new)s from now on. You go on signing in with %(old)s; your profile changes that.")
        messages.info(request, said % {"new": f"\u2068{now}\u2069", "old": f"\u2068{user.email}\u2069"})


def _draw_check(request: HttpRequest, booklet: Booklet, refusal: Refusal | None = None) -> HttpResponse:
    kept = answers.kept(booklet.response)
    sections = checking.sections(booklet, kept.values, on=clock.today())
    wanting = checking.wanting(booklet, sections)
    given = around(booklet) | {
        "sections": sections,
        "wanting": wanting,
        "lacks": checking.lacks(wanting) if isinstance(refusal, Incomplete) else [],
        "correcting": bool(booklet.response.submitted_at),
        "changed": checking.is_to_send(booklet, kept),
        "writable": booklet.takes_answers,
        "refusal": refusal,
        "refused_at": checking.page_of_field(booklet, refusal.field) if refusal else "",
    }
    return render(request, "portal/check.html", given)
