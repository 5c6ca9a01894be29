from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from companies.accounts import actions as accounts
from companies.accounts.models import User
from companies.common import clock
from companies.web.middleware import LANGUAGES


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back to the same page; an unknown language changes nothing."""
    return speak(request, HttpResponseRedirect(page_to_return_to(request)), request.POST.get("language", ""))


def speak(request: HttpRequest, response: HttpResponse, chosen: str) -> HttpResponse:
    """Go on in `chosen`, for this person and on this device; an unknown language changes nothing."""
    if chosen not in LANGUAGES:
        return response
    if isinstance(request.user, User):
        accounts.choose_language(request.user, chosen, by=request.user.actor, at=clock.now())
    return keep(response, chosen)


def keep(response: HttpResponse, language: str) -> HttpResponse:
    """Let this device go on in `language`; on answers to a POST only."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def page_to_return_to(request: HttpRequest) -> str:
    """The page named by `next` if it is one of ours, else the home page."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return "/"
