"""What an officer filled in with the company, on one page: read, confirmed by one press, or said not to be right."""

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from companies.cases import actions as cases
from companies.cases.enums import Act, Status
from companies.common import clock
from companies.common.refusals import Refusal
from companies.common.text import clean
from companies.enrolment import assisted
from companies.enrolment.actions import assisting
from companies.enrolment.models import Application
from companies.journal.actors import Actor
from companies.journal.enums import ActorKind
from companies.portal import booklets, checking, sessions
from companies.portal.access import Visit
from companies.portal.forms import WrongAnswerForm
from companies.portal.officers import officer_of
from companies.portal.views.invitation import Opened, ask_for_code, by_link
from companies.questionnaires import published
from companies.questionnaires import queries as answers
from companies.questionnaires.forms import PageForm

CONFIRMS: Final = frozenset({Act.CONFIRM})


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(CONFIRMS)
def confirm(request: HttpRequest, opened: Opened) -> HttpResponse:
    """GET shows all that would be sent; POST sends it, once: a second press leads to the same receipt."""
    application = _application(opened)
    if application is None:
        return render(request, "portal/link_over.html", {"known": opened.link}, status=410)
    if application.response.submitted_at is not None:
        return render(request, "portal/confirmed.html", _around(opened, application, clock.today()))
    form = _form(request, application, clock.today())
    if not form.is_bound or not form.is_valid():
        return _draw(request, opened, application, form)
    try:
        _confirmed(request, opened, application, form)
    except Refusal as refusal:
        return _draw(request, opened, application, form, refusal=refusal)
    return redirect(opened.page)


def _application(opened: Opened) -> Application | None:
    """What can be confirmed, or was; nothing once the file is closed."""
    application: Application | None = getattr(opened.link.case, "application", None)
    closed = opened.link.case.is_closed or opened.link.case.status in assisted.rules.BEFORE_START
    return None if closed else application


def _form(request: HttpRequest, application: Application, on: date) -> PageForm:
    """The company's own declarations: nobody can have made them for it."""
    page = assisted.for_company(published.declaration_of(application.response))
    if request.method == "POST":
        return PageForm(page, kept={}, on=on, data=request.POST)
    kept = answers.kept(application.response, [question.key for question in page.questions])
    return PageForm(page, kept=kept.values, on=on)


def _confirmed(request: HttpRequest, opened: Opened, application: Application, form: PageForm) -> None:
    link, at = opened.link, clock.now()
    assisting.confirm(
        application,
        link.contact,
        form.answers(),
        seen=clean(request.POST.get("seen", ""))[:40],
        by=cases.use_link(link, at=at),
        at=at,
    )


def _draw(
    request: HttpRequest, opened: Opened, application: Application, form: PageForm, refusal: Refusal | None = None
) -> HttpResponse:
    """All that would be sent. The edition is named before it is read: what is saved meanwhile is read again first."""
    case, today = opened.link.case, clock.today()
    seen = assisted.edition(application)
    kept = answers.kept(application.response)
    booklet = _booklet(opened)
    sections = checking.sections(booklet, kept.values, on=today) if booklet else []
    asked = assisted.asked_of(case)
    given = _around(opened, application, today) | {
        "form": form,
        "sections": [each for each in sections if each.page.key not in assisted.BY_THE_COMPANY],
        "incomplete": any(each.problems for each in sections if each.page.key not in assisted.BY_THE_COMPANY),
        "seen": seen,
        "asked": asked,
        "typists": assisted.typists(application.response),
        "wrong": WrongAnswerForm(),
        "refusal": refusal,
    }
    return render(request, "portal/confirm.html", given)


def _booklet(opened: Opened) -> booklets.Booklet | None:
    """All that would be sent, in its pages."""
    link = opened.link
    return booklets.of_visit(Visit(link.case, link.contact, Actor(ActorKind.LINK, link.pk), by_link=True))


def _around(opened: Opened, application: Application, today: date) -> dict[str, Any]:
    case = opened.link.case
    return {
        "token": opened.token,
        "case": case,
        "company": case.company.display_name,
        "application": application,
        "closes_on": application.closes_on,
        "officer": officer_of(case, today),
        "copy_to": opened.link.contact.email,
    }


@require_POST
@by_link(CONFIRMS)
def something_wrong(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Change it oneself, behind a code; have the officer call; or turn back, behind a code too."""
    form = WrongAnswerForm(request.POST)
    if opened.link.case.status != Status.DRAFT or not form.is_valid():
        return redirect(opened.page)
    said = form.cleaned_data
    if said["then"] == "call":
        at = clock.now()
        by = cases.use_link(opened.link, at=at)
        assisting.dispute(opened.link.case, opened.link.contact, hint=said["hint"], by=by, at=at)
        messages.success(request, _("Noted: we call you. Nothing is sent meanwhile."))
        return redirect(opened.page)
    if said["then"] == "decline":
        return ask_for_code(request, opened, "portal:file_decline")
    return _change(request, opened)


def _change(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Behind a code; whoever has no address came by a letter, and its code was asked for."""
    if opened.link.contact.email:
        return ask_for_code(request, opened)
    sessions.open_draft(request, opened.link)
    return redirect("portal:tasks", reference=opened.link.case.reference)
