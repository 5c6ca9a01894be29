from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from companies.cases.models import Case
from companies.common import clock
from companies.mail import queries as mail
from companies.outreach import queries as outreach

LONGEST_SILENCE: Final = timedelta(minutes=15)
LONGEST_WAIT: Final = timedelta(minutes=30)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For whoever watches over the site: 200 while the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": "failing"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@login_not_required
@never_cache
@require_safe
def reminders(request: HttpRequest) -> JsonResponse:
    """For whoever watches over the mail: 503 when no sweep ran lately, or what is due does not leave."""
    found, last = mail.health(), outreach.last_run()
    problems = list(_problems(found, last, clock.now()))
    report = {
        "status": "failing" if problems else "ok",
        "problems": problems,
        "waiting": found.waiting,
        "late_seconds": int(found.late.total_seconds()),
        "last_sweep": last.isoformat() if last else None,
    }
    return JsonResponse(report, status=503 if problems else 200)


def _problems(found: mail.Health, last: datetime | None, at: datetime) -> Iterator[str]:
    if _is_silent(last, at):
        yield "no sweep"
    if found.paused:
        yield "mail server out of reach"
    if found.late > LONGEST_WAIT:
        yield "mail is late"


def _is_silent(last: datetime | None, at: datetime) -> bool:
    """A site without a company has nothing to look after yet: only later is it a failure that no sweep ever ran."""
    return at - last > LONGEST_SILENCE if last else Case.objects.exists()
