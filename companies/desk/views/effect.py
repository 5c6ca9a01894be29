"""What reminders were followed by, and the files behind each figure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from companies.common import clock
from companies.desk import effect as shown
from companies.desk.choices import choices_of
from companies.outreach.models import Reminder
from companies.outreach.seen import effect as outreach
from companies.web.access import SignedIn, desk_only


@require_safe
@desk_only
def effect(request: SignedIn) -> HttpResponse:
    at = clock.now()
    years, usual = shown.years()
    regions = choices_of(request.user).regions
    asked = shown.asked_of(request.GET, years, usual, regions)
    rows = asked.narrowed(Reminder.objects.visible_to(request.user))
    context = {
        "at": at,
        "asked": asked,
        "years": years,
        "regions": regions,
        "windows": shown.windows(asked),
        "figures": outreach.FIGURES.values(),
        "groups": shown.groups_of(outreach.table(rows, asked.days, at=at), asked),
        "enough": shown.ENOUGH,
    }
    return render(request, "desk/effect.html", context)


@require_safe
@desk_only
def effect_files(request: SignedIn) -> HttpResponse:
    """The lines that one figure counts; its address is the figure's."""
    at = clock.now()
    years, usual = shown.years()
    regions = choices_of(request.user).regions
    asked = shown.asked_of(request.GET, years, usual, regions)
    listing = shown.files(years, regions, asked.days, at=at)
    page = listing.page(outreach.sent(Reminder.objects.visible_to(request.user)), request.GET)
    context = {
        "at": at,
        "page": page,
        "back": asked,
        "rows": shown.files_of(page.rows, at=at),
        "total": ngettext("%(n)s reminder", "%(n)s reminders", page.count.number) % {"n": page.count},
    }
    return render(request, "desk/effect_files.html", context)
