from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from companies.accounts.models import User


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send each person to their own door: staff to their day, everyone else to the portal."""
    user = request.user
    return redirect("desk:day" if isinstance(user, User) and user.grant.desk else "portal:home")
