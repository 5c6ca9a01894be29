from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from companies.common import clock
from companies.mail.inbox import InHand
from companies.web import hooks


@csrf_exempt  # the provider has the hook's secret, and no cookie of ours
@login_not_required
@never_cache
@require_POST
def mail_hook(request: HttpRequest, provider: str, what: str) -> HttpResponse:
    """What a mail provider tells: 403 without the secret, 400 for what it cannot have meant, 503 for "again, later"."""
    if not hooks.is_open(provider, what):
        raise Http404
    try:
        hooks.take(request, provider, what, at=clock.now())
    except hooks.Forged:
        return HttpResponse(status=403)
    except hooks.Unreadable:
        return HttpResponse(status=400)
    except InHand:
        return HttpResponse(status=503)
    return HttpResponse()
