"""The page behind the answers of a reminder: one press each. Opening it, by whatever machine, changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.cases import actions as cases
from companies.cases.enums import Act
from companies.common import clock, links
from companies.common.refusals import Refusal
from companies.enrolment.doors import Way
from companies.outreach import answers, hours
from companies.outreach.answers import Press, Said, questions
from companies.outreach.answers.questions import Question, State
from companies.outreach.enums import AnswerKind
from companies.outreach.models import Answer
from companies.portal import access, limits
from companies.portal.answer_forms import AnswerForm, DoneForm, HelpForm, LaterForm, NotForUsForm
from companies.portal.answer_pages import over_page, question_page, receipt_page
from companies.portal.views import invitation
from companies.portal.views.invitation import Opened

ANSWER: Final = frozenset({Act.ANSWER, Act.RESUME})
"""Messages sent before there was a page of answers lead here with their links of act "resume"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in somebody's hand, with the token that only they know."""

    question: Question
    token: str

    @property
    def opened(self) -> Opened:
        return Opened(self.question.link, self.token)

    def press(self, said: Said) -> Press:
        return Press(self.question, said, links.absolute("portal:answer", token=self.token))


AskedView = Callable[[HttpRequest, Asked], HttpResponse]


def of_reminder(view: AskedView) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page of one reminder's link. One whose time is over, or that never was one, leads to a page that helps."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        link = access.link_for(token, ANSWER)
        if link is not None and link.act == Act.RESUME:
            return invitation.resume(request, token)
        question = questions.question_of(link, at=clock.now()) if link else None
        if link is None or question is None:
            return render(request, "portal/link_over.html", {"known": link}, status=410 if link else 404)
        access.speak_to(request, link.contact)
        state = questions.state_of(question)
        if questions.is_withdrawn(link) or (state != State.PUT and not question.answer):
            return render(request, "portal/answer_over.html", over_page(question, state), status=410)
        if request.method == "POST" and access.is_at_desk(request):
            messages.error(request, access.AT_DESK)
            return redirect("portal:answer", token)
        if request.method == "POST" and limits.used_up(limits.PRESSES, link.pk):
            return render(request, "429.html", status=429)
        return view(request, Asked(question, token))

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@of_reminder
def answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The question and its answers; once answered, what was answered."""
    if asked.question.answer:
        return redirect("portal:answered", asked.token)
    if request.method == "POST":
        return _pressed(request, asked)
    return _draw(request, asked)


@require_safe
@of_reminder
def answered(request: HttpRequest, asked: Asked) -> HttpResponse:
    given = asked.question.answer
    if given is None:
        return redirect("portal:answer", asked.token)
    return _receipt(request, asked, given)


@require_POST
@of_reminder
def undo(request: HttpRequest, asked: Asked) -> HttpResponse:
    question, given = asked.question, asked.question.answer
    if given is None:
        return redirect("portal:answer", asked.token)
    try:
        answers.undo(given, by=cases.bearer_of(question.link, at=question.at), at=question.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:answered", asked.token)
    messages.success(request, _("Taken back: nothing is noted any more."))
    return redirect("portal:answer", asked.token)


@require_POST
@of_reminder
def moment(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Another day or hour for a call that was asked for."""
    given = asked.question.answer
    form = form_of(AnswerKind.HELP, asked.question, request.POST)
    if given is None or not form.is_valid():
        return _receipt(request, asked, given, moment=form) if given else redirect("portal:answer", asked.token)
    try:
        moved = answers.choose_another_moment(asked.press(form.said))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:answered", asked.token)
    if moved:
        messages.success(request, _("Noted: the call is set for another moment."))
    else:
        messages.error(request, _("This call was made or called off already. Call us for another one."))
    return redirect("portal:answered", asked.token)


def _pressed(request: HttpRequest, asked: Asked) -> HttpResponse:
    pressed = request.POST.get("answer", "")
    if pressed not in AnswerKind.values:
        return _draw(request, asked)
    kind = AnswerKind(pressed)
    if questions.ways(asked.question)[kind] == Way.BY_CODE:
        return invitation.ask_for_code(request, asked.opened, "portal:file_decline")
    form = form_of(kind, asked.question, request.POST)
    if form.is_valid() and _noted(form, asked):
        return redirect("portal:answered", asked.token)
    return _draw(request, asked, **{kind.value: form})


def _noted(form: AnswerForm, asked: Asked) -> bool:
    try:
        answers.give(asked.press(form.said))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    return True


def form_of(kind: AnswerKind, question: Question, data: Any = None) -> AnswerForm:
    """The fields of one answer; `data` is what was posted."""
    open_hours = hours.current()
    if kind == AnswerKind.HELP:
        needs_phone = not question.link.contact.phone
        return HelpForm(data, days=questions.call_days(question, open_hours), needs_phone=needs_phone)
    if kind == AnswerKind.LATER:
        return LaterForm(data, on=question.today, last=questions.last_day(question), hours=open_hours)
    return NotForUsForm(data) if kind == AnswerKind.DECLINED else DoneForm(data)


def _draw(request: HttpRequest, asked: Asked, **forms: AnswerForm) -> HttpResponse:
    drawn = {kind.value: forms.get(kind.value) or form_of(kind, asked.question) for kind in AnswerKind}
    given = question_page(asked.question, drawn) | {"token": asked.token}
    return render(request, "portal/answer.html", given)


def _receipt(request: HttpRequest, asked: Asked, given: Answer, **forms: AnswerForm) -> HttpResponse:
    shown = receipt_page(asked.question, given) | {"token": asked.token}
    if given.kind == AnswerKind.HELP:
        shown["moment"] = forms.get("moment") or form_of(AnswerKind.HELP, asked.question)
    return render(request, "portal/answered.html", shown)
