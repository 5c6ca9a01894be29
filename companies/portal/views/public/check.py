"""The two-minute check: one question a page, no account, no script; the answers stay in the visitor's session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.accounts.models import User
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.content import markup
from companies.content.queries import drawn
from companies.eligibility import carrying, counting, queries
from companies.eligibility.asking import Asked
from companies.eligibility.enums import Outcome
from companies.eligibility.forms import AnswerForm
from companies.eligibility.queries import Reason
from companies.portal import landing, limits

P = ParamSpec("P")
HEADING: Final = {Outcome.OPEN: "check.open", Outcome.NOTES: "check.notes", Outcome.CLOSED: "check.closed"}


@dataclass(frozen=True, slots=True)
class Check:
    """The check of today in one visitor's session."""

    year: ProgrammeYear
    rules: list[Asked]
    answers: dict[str, list[str]]
    on: date


CheckView = Callable[Concatenate[HttpRequest, Check, P], HttpResponse]
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


def on_check(view: CheckView[P]) -> Page[P]:
    """A page of the check; where nothing is asked today, a page that says so and whom to call."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        year, on = ProgrammeYear.objects.current(), clock.today()
        rules = queries.rules_on(year, on=on) if year else []
        if year is None or not rules:
            return render(request, "portal/public/text.html", {"said": landing.texts("check.none")["check_none"]})
        check = Check(year, rules, carrying.answers(request.session, year.pk), on)
        return view(request, check, *args, **kwargs)

    return opened


@require_safe
@on_check
def start(request: HttpRequest, check: Check) -> HttpResponse:
    """The first question."""
    return _asked(request, check, check.rules[0], _form(check, check.rules[0]))


@require_http_methods(["GET", "HEAD", "POST"])
@on_check
def question(request: HttpRequest, check: Check, key: str) -> HttpResponse:
    asked = next((each for each in check.rules if each.key == key), None)
    if asked is None:
        raise Http404
    form = _form(check, asked, request)
    if request.method != "POST":
        return _asked(request, check, asked, form)
    if "skip" not in request.POST and not form.is_valid():
        return _asked(request, check, asked, form)
    codes = [] if "skip" in request.POST else form.codes
    carrying.keep(request.session, asked, codes, year=check.year.pk)
    answers = check.answers | {key: codes}
    following = queries.next_of(check.rules, answers, asked)
    if following:
        return redirect("portal:check_question", key=following.key)
    _count(request, check, answers)
    return redirect("portal:check_result")


@require_safe
@on_check
def result(request: HttpRequest, check: Check) -> HttpResponse:
    """What the answers come to, why, what else exists, what to do next."""
    if not queries.is_finished(check.rules, check.answers):
        return redirect("portal:eligibility")
    found = queries.result_of(check.rules, check.answers)
    region, _sector = queries.place_of(check.rules, check.answers)
    known = landing.known()
    rows = [(reason, _listed(reason.answered), _says(reason, known)) for reason in found.reasons]
    given = {
        "found": found,
        "reasons": [row for row in rows if row[0].decides],
        "answers": [row for row in rows if not row[0].decides],
        "said": landing.texts(HEADING[found.outcome])[HEADING[found.outcome].replace(".", "_")],
        "elsewhere": landing.texts("check.elsewhere")["check_elsewhere"],
        "alternatives": drawn(queries.alternatives_for(check.rules, check.answers), known),
        "bureau": next(iter(landing.bureaus(code=region)), None) if region else None,
        "open": landing.closes_later(check.year.closes_on),
    }
    return render(request, "portal/public/result.html", given)


@login_not_required
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Forget the answers and begin anew: what is finished then is another check."""
    carrying.forget(request.session)
    return redirect("portal:eligibility")


def _form(check: Check, asked: Asked, request: HttpRequest | None = None) -> AnswerForm:
    posted = request.POST if request and request.method == "POST" else None
    return AnswerForm(asked, posted, check.answers.get(asked.key))


def _asked(request: HttpRequest, check: Check, asked: Asked, form: AnswerForm) -> HttpResponse:
    at = check.rules.index(asked)
    given = {
        "form": form,
        "asked": asked,
        "number": at + 1,
        "of": len(check.rules),
        "before": check.rules[at - 1] if at else None,
    }
    return render(request, "portal/public/question.html", given)


def _count(request: HttpRequest, check: Check, answers: dict[str, list[str]]) -> None:
    """Once a visit; neither staff who try it out, nor a network that finishes more than people can."""
    if isinstance(request.user, User) and request.user.grant.desk:
        return
    if carrying.is_counted(request.session) or limits.used_up(limits.CHECKS, limits.place(request)):
        return
    counting.count_once(request.session, check.year, check.rules, answers, on=check.on)


def _listed(names: tuple[str, ...]) -> str:
    return ("، " if get_language() == "ar" else ", ").join(names)


def _says(reason: Reason, known: landing.Values) -> list[str]:
    language = (get_language() or "fr")[:2]
    return [markup.draw(each, language, known) for each in reason.says]
