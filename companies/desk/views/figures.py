"""How far the companies of a year have come, region by region, what stops them, and the files behind each figure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from companies.common import clock
from companies.desk import figures as shown
from companies.desk.choices import choices_of
from companies.desk.dropping import asked_of
from companies.desk.effect import years
from companies.enrolment import figures as counted
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def figures(request: SignedIn) -> HttpResponse:
    at = clock.now()
    known, usual = years()
    regions = choices_of(request.user).regions
    asked = asked_of(request.GET, known, usual, regions)
    cases = shown.narrowed(shown.counted_cases(request.user, regions), asked)
    context = {
        "at": at,
        "asked": asked,
        "years": known,
        "regions": regions,
        "figures": shown.FIGURES,
        "lines": shown.lines_of(counted.by_region(cases, on=clock.local_day(at)), regions, asked),
        "stops": shown.stops_of(counted.stopping(cases), asked),
    }
    return render(request, "desk/figures.html", context)


@require_safe
@desk_only
def figure_files(request: SignedIn) -> HttpResponse:
    """The files that one figure counts; its address is the figure's."""
    at = clock.now()
    known, usual = years()
    regions = choices_of(request.user).regions
    asked = asked_of(request.GET, known, usual, regions)
    listing = shown.files(known, regions, on=clock.local_day(at))
    page = listing.page(shown.counted_cases(request.user, regions), request.GET)
    context = {
        "at": at,
        "page": page,
        "back": asked,
        "rows": shown.files_of(page.rows),
        "total": ngettext("%(n)s file", "%(n)s files", page.count.number) % {"n": page.count},
    }
    return render(request, "desk/figure_files.html", context)
