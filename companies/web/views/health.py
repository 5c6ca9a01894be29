import hmac

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from companies.common import clock
from companies.outreach.seen import watch
from companies.web import metrics


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
    """For whoever watches over reminders and mail: 503 with what is wrong, in words and codes, without any name."""
    state = watch.look(at=clock.now())
    problems = watch.problems(state)
    report = {
        "status": "failing" if problems else "ok",
        "problems": [{"code": each.code, "words": each.words} for each in problems],
        "waiting": state.health.waiting,
        "late_seconds": int(max(state.health.late, state.overdue).total_seconds()),
        "last_sweep_seconds": int(state.swept.total_seconds()) if state.swept else None,
    }
    return JsonResponse(report, status=503 if problems else 200)


@login_not_required
@never_cache
@require_safe
def measured(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with its token; without METRICS_TOKEN in the settings there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(metrics.exposed(at=clock.now()), content_type=CONTENT_TYPE_LATEST)
