"""The public page, and the code of a letter."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from companies.accounts.models import User
from companies.cases.actions.linking import is_usable
from companies.cases.enums import Act
from companies.cases.models import ProgrammeYear
from companies.common import clock, words
from companies.common.components import Stop
from companies.enrolment import actions as enrolment
from companies.enrolment.queries import progress_of
from companies.portal import access, limits
from companies.portal.forms import LetterCodeForm

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the programme is and the doors to it; who has files here goes to them."""
    if isinstance(request.user, User) and request.user.grant.portal:
        return redirect("portal:files")
    year = ProgrammeYear.objects.current()
    given = {
        "year": year,
        "open": bool(year and year.closes_on >= clock.today()),
        "minutes": progress_of([]).minutes_left,
        "stops": _stops(year),
    }
    return render(request, "portal/home.html", given)


def _stops(year: ProgrammeYear | None) -> list[Stop]:
    """The way of a company from its application to its first export, with one line on each stage."""
    left = progress_of([])
    given = {
        "minutes": words.minutes(left.minutes_left),
        "pages": words.pages(left.pages),
        "days": words.days(year.answer_days) if year else "",
    }
    answer = _("Written, with our reasons, in %(days)s at most.") if year else _("Written, with our reasons.")
    return [
        Stop(
            pgettext("stage", "Application"),
            "todo",
            _("About %(minutes)s, %(pages)s. You can stop and go on.") % given,
        ),
        Stop(_("Answer"), "todo", answer % given),
        Stop(pgettext("stage", "Coaching"), "todo", _("Diagnostic, action plan, meetings.")),
        Stop(pgettext("stage", "Entering a market"), "todo", _("Finding customers, negotiating, contracts.")),
        Stop(pgettext("stage", "First export"), "todo", _("Then a word after 6, 12 and 24 months.")),
    ]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_code(request: HttpRequest) -> HttpResponse:
    """The short code of a letter opens the page of its invitation."""
    form = LetterCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _guessed_too_often(request):
            form.add_error("code", _("Too many attempts from here. Wait a few minutes, then try again."))
        elif way := _exchange(form.cleaned_data["code"]):
            return redirect(way)
        else:
            _note_wrong_code(request)
            form.add_error("code", _("This code is not the right one. Check it, or call us."))
    return render(request, "portal/letter_code.html", {"form": form})


def _guessed_too_often(request: HttpRequest) -> bool:
    """A place that guesses is stopped alone; all together only by more wrong codes than companies can mistype."""
    if limits.is_used_up(limits.LETTER_CODES, limits.place(request)):
        return True
    everywhere = limits.is_used_up(limits.ALL_LETTER_CODES)
    if everywhere:
        logger.error("Codes of letters are being guessed from many places: none is accepted for the rest of the hour")
    return everywhere


def _note_wrong_code(request: HttpRequest) -> None:
    limits.used_up(limits.LETTER_CODES, limits.place(request))
    limits.used_up(limits.ALL_LETTER_CODES)


def _exchange(code: str) -> str:
    """The page that the code opens, "" where it opens none."""
    at = clock.now()
    link = access.link_for(code, frozenset({Act.LETTER, Act.CONFIRM}))
    if link is None or not is_usable(link, at=at):
        return ""
    name = "portal:confirm" if link.act == Act.CONFIRM else "portal:invitation"
    return reverse(name, args=[enrolment.exchange_code(link, at=at)])
