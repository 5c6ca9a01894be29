"""Where companies stop in the form, page by page, and the files behind each figure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from companies.common import clock
from companies.desk import dropping as shown
from companies.desk.choices import choices_of
from companies.desk.effect import ENOUGH, years
from companies.enrolment import dropping
from companies.enrolment.models import Application
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def drop_off(request: SignedIn) -> HttpResponse:
    at = clock.now()
    known, usual = years()
    regions = choices_of(request.user).regions
    asked = shown.asked_of(request.GET, known, usual, regions)
    year, rows = shown.year_of(asked), asked.narrowed(Application.objects.visible_to(request.user))
    context = {
        "at": at,
        "asked": asked,
        "years": known,
        "regions": regions,
        "languages": shown.languages(asked),
        "figures": shown.FIGURES,
        "lines": shown.lines_of(dropping.drop_off(rows, year, at=at), asked) if year else [],
        "enough": ENOUGH,
    }
    return render(request, "desk/drop_off.html", context)


@require_safe
@desk_only
def drop_off_files(request: SignedIn) -> HttpResponse:
    """The files that one figure counts; its address is the figure's."""
    at = clock.now()
    known, usual = years()
    regions = choices_of(request.user).regions
    asked = shown.asked_of(request.GET, known, usual, regions)
    listing = shown.files(known, regions, shown.year_of(asked), at=at)
    page = listing.page(Application.objects.visible_to(request.user).exclude(shown.NOT_BEGUN), request.GET)
    context = {
        "at": at,
        "page": page,
        "back": asked,
        "rows": shown.files_of(page.rows),
        "total": ngettext("%(n)s file", "%(n)s files", page.count.number) % {"n": page.count},
    }
    return render(request, "desk/drop_off_files.html", context)
