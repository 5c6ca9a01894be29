"""The list of cases."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from companies.cases.models import Case
from companies.common import clock
from companies.desk.choices import choices_of
from companies.desk.lists import case_list
from companies.desk.rows import case_rows
from companies.registry.querysets import SHORTEST_SEARCH
from companies.web.access import SignedIn, desk_only
from companies.web.listing import Page


@require_safe
@desk_only
def cases(request: SignedIn) -> HttpResponse:
    at = clock.now()
    choices = choices_of(request.user)
    page = case_list(request.user, choices, at=at).page(Case.objects.visible_to(request.user), request.GET)
    return render(
        request,
        "desk/cases.html",
        {
            "page": page,
            "rows": case_rows(page.rows, dict(choices.sectors), at=at),
            "total": _total(page),
            "q": page.state.values.get("q", [""])[0],
            "too_short": _too_short(page),
        },
    )


def _total(page: Page) -> str:
    return ngettext("%(n)s file", "%(n)s files", page.count.number) % {"n": page.count}


def _too_short(page: Page) -> str:
    words = page.state.values.get("q", [])
    short = bool(words) and sum(c.isalnum() for c in words[0]) < SHORTEST_SEARCH
    return _("Type at least 3 letters or digits.") if short else ""
