"""The code of a letter."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from companies.cases.actions.linking import is_usable
from companies.cases.enums import Act
from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.portal import access, limits
from companies.portal.forms import LetterCodeForm

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_code(request: HttpRequest) -> HttpResponse:
    """The short code of a letter opens the page of its invitation."""
    form = LetterCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if access.is_at_desk(request):
            form.add_error("code", access.AT_DESK)
        elif _guessed_too_often(request):
            form.add_error("code", _("Too many attempts from here. Wait a few minutes, then try again."))
        elif way := _exchange(form.cleaned_data["code"]):
            _count_no_wrong_code(request)
            return redirect(way)
        else:
            form.add_error("code", _("This code is not the right one. Check it, or call us."))
    return render(request, "portal/letter_code.html", {"form": form})


def _guessed_too_often(request: HttpRequest) -> bool:
    """A place that guesses is stopped alone; all together only by more wrong codes than companies can mistype.

    A try counts before the code is looked at, so that tries at the same moment share none.
    """
    if limits.used_up(limits.LETTER_CODES, limits.place(request)):
        return True
    everywhere = limits.used_up(limits.ALL_LETTER_CODES)
    if everywhere:
        logger.error("Codes of letters are being guessed from many places: none is accepted for the rest of the hour")
    return everywhere


def _count_no_wrong_code(request: HttpRequest) -> None:
    """Many come from one place with letters of their own, as at a forum."""
    limits.give_back(limits.LETTER_CODES, limits.place(request))
    limits.give_back(limits.ALL_LETTER_CODES)


def _exchange(code: str) -> str:
    """The page that the code opens, "" where it opens none."""
    at = clock.now()
    link = access.link_for(code, frozenset({Act.LETTER, Act.CONFIRM}))
    if link is None or not is_usable(link, at=at):
        return ""
    name = "portal:confirm" if link.act == Act.CONFIRM else "portal:invitation"
    return reverse(name, args=[enrolment.exchange_code(link, at=at)])
