"""Who gets which reminder, when, and why it stops: for everybody to read, signed in or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from companies.common import clock
from companies.outreach.policy.announcing import announcement


@login_not_required
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/reminders.html", {"said": announcement(clock.today())})
