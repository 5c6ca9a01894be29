"""What the public pages were told without a name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.desk import interest as shown
from companies.eligibility.models import Tally
from companies.eligibility.queries import rules_on
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def interest(request: SignedIn) -> HttpResponse:
    """Finished checks by region, sector and answer, and what stops people, of the current year."""
    at, year = clock.now(), ProgrammeYear.objects.current()
    if year is None:
        return render(request, "desk/interest.html", {"at": at, "regions": [], "obstacles": []})
    tallies = Tally.objects.visible_to(request.user).filter(year=year)
    context = {
        "at": at,
        "regions": shown.finished_by(tallies, "region"),
        "sectors": shown.finished_by(tallies, "sector"),
        "questions": shown.by_question(tallies, rules_on(year, on=clock.local_day(at))),
        "obstacles": shown.obstacles(request.user, year),
    }
    return render(request, "desk/interest.html", context)
