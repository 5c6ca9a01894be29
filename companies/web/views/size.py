from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from companies.web import size


@login_not_required
@require_safe
def too_large(request: HttpRequest) -> HttpResponse:
    """What nginx shows for a request it did not let through (deploy/nginx.conf)."""
    return size.refused(request)
