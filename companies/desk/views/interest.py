"""What the public pages were told without a name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.common import clock
from companies.desk import interest as shown
from companies.desk.choices import choices_of
from companies.desk.dropping import asked_of, year_of
from companies.desk.effect import years
from companies.eligibility.models import Tally
from companies.eligibility.queries import rules_on
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def interest(request: SignedIn) -> HttpResponse:
    """Finished checks by region, sector and answer, and what stops people, of a year and where asked a region."""
    at = clock.now()
    known, usual = years()
    regions = choices_of(request.user).regions
    asked = asked_of(request.GET, known, usual, regions)
    context = {"at": at, "asked": asked, "years": known, "regions": regions}
    year = year_of(asked)
    if year:
        tallies = shown.of_region(Tally.objects.visible_to(request.user).filter(year=year), asked.region)
        context |= {
            "by_region": shown.finished_by(tallies, "region"),
            "by_sector": shown.finished_by(tallies, "sector"),
            "questions": shown.by_question(tallies, rules_on(year, on=clock.local_day(at))),
            "obstacles": shown.obstacles(request.user, year, asked.region),
        }
    return render(request, "desk/interest.html", context)
