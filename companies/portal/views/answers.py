"""The page behind the answers of a reminder: one press each. Opening it, by whatever machine, changes nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from companies.cases.enums import Act
from companies.common import clock
from companies.portal.officers import officer_of
from companies.portal.views import invitation
from companies.portal.views.invitation import Opened, by_link

ANSWER: Final = frozenset({Act.ANSWER, Act.RESUME})
"""Messages sent before there was a page of answers lead here with their links of act "resume"."""


def of_reminder(view: Callable[[HttpRequest, Opened], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page of one reminder's link; an older message's way back goes on as it did."""

    @by_link(ANSWER)
    @wraps(view)
    def opened(request: HttpRequest, link: Opened) -> HttpResponse:
        if link.link.act == Act.RESUME:
            return invitation.way_back(request, link)
        return view(request, link)

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@of_reminder
def answer(request: HttpRequest, opened: Opened) -> HttpResponse:
    case = opened.link.case
    given = {"company": case.company.display_name, "officer": officer_of(case, clock.today())}
    return render(request, "portal/answer.html", given)
