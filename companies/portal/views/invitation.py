"""The page behind the link of a message: who is invited to what, and three doors, each a POST. GET changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.actions.linking import is_usable
from companies.cases.enums import Act, Status
from companies.cases.models import Link
from companies.common import clock, words
from companies.common.refusals import Refusal
from companies.eligibility import carrying
from companies.enrolment import actions as enrolment
from companies.enrolment import doors, rules
from companies.enrolment.doors import Door, Way
from companies.enrolment.queries import holds_answers, progress_in
from companies.portal import access, limits, sessions
from companies.portal.forms import DeclineForm, LaterForm, WrongPersonForm
from companies.portal.officers import officer_of
from companies.portal.status import welcome_back
from companies.web.signin import send_code
from companies.web.views.language import keep

ANSWERS: Final = frozenset({Act.INVITATION, Act.LETTER})
BEARERS: Final = ANSWERS | {Act.ANSWER}
"""The page of a reminder's answers has these doors too."""
RESUMES: Final = frozenset({Act.RESUME})
PAGES: Final = {Act.RESUME: "portal:resume", Act.ANSWER: "portal:answer", Act.CONFIRM: "portal:confirm"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A link in somebody's hand: the row, and the token that only they know."""

    link: Link
    token: str

    @property
    def page(self) -> str:
        return reverse(PAGES.get(Act(self.link.act), "portal:invitation"), args=[self.token])


LinkView = Callable[[HttpRequest, Opened], HttpResponse]


def by_link(acts: frozenset[Act]) -> Callable[[LinkView], Callable[[HttpRequest, str], HttpResponse]]:
    """A page that a link opens; one that is over, or never was, leads to a page that helps. Staff may look, no more."""

    def decorate(view: LinkView) -> Callable[[HttpRequest, str], HttpResponse]:
        @login_not_required
        @never_cache
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            link = access.link_for(token, acts)
            if link is not None:
                access.speak_to(request, link.contact)
            if link is None or not is_usable(link, at=clock.now()):
                return render(request, "portal/link_over.html", {"known": link}, status=410 if link else 404)
            held = Opened(link, token)
            if request.method == "POST" and access.is_at_desk(request):
                messages.error(request, access.AT_DESK)
                return redirect(held.page)
            return view(request, held)

        return opened

    return decorate


@require_safe
@by_link(ANSWERS)
def invitation(request: HttpRequest, opened: Opened) -> HttpResponse:
    return _draw(request, opened)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(RESUMES)
def resume(request: HttpRequest, opened: Opened) -> HttpResponse:
    return way_back(request, opened)


def way_back(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The way back of a reminder: going on is a press of the button, never the opening of the page."""
    if request.method == "POST":
        return _enter(request, opened)
    return render(request, "portal/resume.html", _given(opened))


@require_POST
@by_link(BEARERS)
def go_on(request: HttpRequest, opened: Opened) -> HttpResponse:
    return _enter(request, opened)


def through(door: Door) -> Callable[[LinkView], LinkView]:
    """An answer through a link, where `doors` lets it: behind a code, or not at all, once there are answers to lose."""

    def decorate(view: LinkView) -> LinkView:
        @wraps(view)
        def passed(request: HttpRequest, opened: Opened) -> HttpResponse:
            way = doors.way(door, Status(opened.link.case.status), holds_answers=holds_answers(opened.link.case))
            if way == Way.OPEN:
                return view(request, opened)
            if way == Way.BY_CODE:
                return ask_for_code(request, opened, "portal:file_decline")
            messages.error(request, _("At this stage, call your officer: you will decide together what happens next."))
            return redirect(opened.page)

        return passed

    return decorate


@require_POST
@by_link(ANSWERS)
@through(Door.LATER)
def later(request: HttpRequest, opened: Opened) -> HttpResponse:
    case, at = opened.link.case, clock.now()
    form = LaterForm(request.POST, on=clock.local_day(at), closes_on=case.closes_on)
    if form.is_valid():
        try:
            enrolment.postpone(case, form.cleaned_data["until"], by=cases.use_link(opened.link, at=at), at=at)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            until = words.full_day(form.cleaned_data["until"])
            messages.success(request, _("Noted: we write to you again on %(date)s.") % {"date": until})
            return redirect(opened.page)
    return _draw(request, opened, later=form)


@require_POST
@by_link(ANSWERS)
@through(Door.DECLINE)
def decline(request: HttpRequest, opened: Opened) -> HttpResponse:
    form, at = DeclineForm(request.POST), clock.now()
    if form.is_valid():
        try:
            by = cases.use_link(opened.link, at=at)
            said = form.cleaned_data
            enrolment.decline(opened.link.case, opened.link.contact, said["code"], text=said["text"], by=by, at=at)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Thank you for your answer. It is noted, and no reminder follows."))
            return redirect(opened.page)
    return _draw(request, opened, decline=form)


@require_POST
@by_link(BEARERS)
@through(Door.WRONG_PERSON)
def wrong_person(request: HttpRequest, opened: Opened) -> HttpResponse:
    form, at = WrongPersonForm(request.POST), clock.now()
    link = opened.link
    if not form.is_valid():
        return redirect(opened.page) if link.act == Act.ANSWER else _draw(request, opened, wrong_person=form)
    by = cases.use_link(link, at=at)
    enrolment.wrong_person(link.case, link.contact, hint=form.cleaned_data["hint"], by=by, at=at)
    sessions.close_draft(request)
    messages.success(request, _("Thank you. We will look for the right person, and no longer write to you about this."))
    return keep(redirect("portal:home"), get_language() or link.contact.language)


@require_POST
@by_link(BEARERS)
def come_back(request: HttpRequest, opened: Opened) -> HttpResponse:
    at = clock.now()
    try:
        enrolment.come_back(opened.link.case, by=cases.use_link(opened.link, at=at), at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, welcome_back(opened.link.case))
    return redirect(opened.page)


def _enter(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Start, or go on: at once while nobody has answered anything, else by a code to the address on file."""
    link, case, at = opened.link, opened.link.case, clock.now()
    try:
        by = cases.use_link(link, at=at)
        if case.status in rules.BEFORE_START:
            enrolment.start(case, link.contact, by=by, at=at, carried=carrying.carried(request.session))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect(opened.page)
    if _needs_no_code(link):
        sessions.open_draft(request, link)
        return redirect("portal:tasks", reference=case.reference)
    return ask_for_code(request, opened)


def _needs_no_code(link: Link) -> bool:
    """While there are no answers to protect; and for who came by letter and gave no address yet."""
    status, answers = Status(link.case.status), holds_answers(link.case)
    if answers and link.act == Act.LETTER and not link.contact.email:
        return True
    return doors.way(Door.START, status, holds_answers=answers) == Way.OPEN


def ask_for_code(request: HttpRequest, opened: Opened, name: str = "") -> HttpResponse:
    """Answers are behind a code; who is signed in as that person already goes straight on to the page `name`."""
    link, at = opened.link, clock.now()
    way = name or ("portal:tasks" if link.case.status == Status.DRAFT else "portal:file")
    goal = reverse(way, args=[link.case.reference])
    bearer, known = cases.use_link(link, at=at), request.user
    by = known.actor if isinstance(known, User) and known == link.contact.user else bearer
    user = enrolment.admit(link.contact, by=by, at=at)
    if user is not None and request.user == user:
        return redirect(goal)
    if user is None:
        messages.error(request, _("No address a code can be sent to is on file. Call us: we open your file with you."))
    elif limits.used_up(limits.SENT_CODES, link.pk):
        messages.error(request, _("Several codes were sent already. Wait an hour, or call us."))
    else:
        if name == "portal:file_decline":
            messages.info(request, _("To say that this is not for you, confirm with the code that we send you."))
        return keep(send_code(request, user, next_url=goal), get_language() or link.contact.language)
    return redirect(opened.page)


def _draw(request: HttpRequest, opened: Opened, **forms: Any) -> HttpResponse:
    """The page of an invitation with its doors."""
    forms_of_doors = {
        "later": LaterForm(on=clock.today(), closes_on=opened.link.case.closes_on),
        "decline": DeclineForm(),
        "wrong_person": WrongPersonForm(),
    }
    return render(request, "portal/invitation.html", _given(opened) | forms_of_doors | forms)


def _given(opened: Opened) -> dict[str, Any]:
    link, case, today = opened.link, opened.link.case, clock.today()
    application = getattr(case, "application", None)
    answers = bool(application and (application.response.holds_answers or application.response.behind_code_at))
    return {
        "token": opened.token,
        "case": case,
        "company": case.company.display_name,
        "officer": officer_of(case, today),
        "closes_on": rules.closes_on(case, application),
        "takes_applications": rules.takes_applications(case, on=today, application=application),
        "not_started": case.status in rules.BEFORE_START,
        "ways": {door.value: doors.way(door, Status(case.status), holds_answers=answers).value for door in Door},
        "may_come_back": rules.may_come_back(case, on=today, application=application),
        "answers": answers,
        "by_code": answers and bool(link.contact.email),
        "progress": progress_in(application),
        "resting_until": case.deferred_until if case.deferred_until and case.deferred_until > today else None,
    }
