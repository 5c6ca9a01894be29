"""What every request goes through: the language of its answer, the end of a session, the second factor of staff."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from companies.accounts.models import User
from companies.common import words
from companies.web import typed
from companies.web.signin import sessions

Respond = Callable[[HttpRequest], HttpResponseBase]
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class OneEncodingMiddleware:
    """Whatever is sent is read as UTF-8, as our pages send it, also where its head names another encoding.

    Django refuses the other encodings of a form each time it is read, in its page of refusal too, and so not at all.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.encoding is not None:
            request.encoding = "utf-8"
        return self.get_response(request)


class LanguageMiddleware:
    """The person's own language, else the one chosen on this device, else Arabic where the browser asks for it first.

    Else French. Of a browser's wishes no other counts: many devices here speak a language nobody chose, but none came
    to speak Arabic by accident.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response


def language_of(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if isinstance(user, User):
        return user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in LANGUAGES:
        return chosen
    return "ar" if wishes_arabic(request.headers.get("Accept-Language", "")) else settings.LANGUAGE_CODE


def wishes_arabic(header: str) -> bool:
    """Whether an `Accept-Language` wishes for Arabic first, of any country; one that cannot be read wishes nothing."""
    wishes = parse_accept_lang_header(header)
    return bool(wishes) and wishes[0][1] > 0 and wishes[0][0].partition("-")[0] == "ar"


class SessionLimitsMiddleware:
    """Ends a session that was left alone, or that lasts since the morning. Costs no query of its own.

    What a signed-in person was shown is kept by no browser: computers are shared, and "back" outlives a sign-out.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        if not sessions.is_over(request, user):
            return unkept(self.get_response(request))
        minutes = words.minutes(int(sessions.limits_of(user).idle // 60))
        logout(request)
        if request.method in ("GET", "HEAD"):
            messages.info(request, closed(user) % {"minutes": minutes})
            return self.get_response(request)
        if typed.keep(request):
            messages.warning(request, KEPT % {"minutes": minutes})
            return redirect_to_login(request.path)
        messages.warning(request, LOST % {"minutes": minutes})
        return redirect_to_login(page_before(request))


LOST: Final = _("Your session closed after %(minutes)s without activity. What you just sent was not saved.")

KEPT: Final = _(
    "Your session closed after %(minutes)s without activity. What you just typed is kept: enter a code, then save it."
)


def closed(user: User) -> str:
    """A company's pages are saved one by one; staff have nothing that waits for them."""
    if user.grant.portal:
        return gettext(
            "Your session closed after %(minutes)s without activity. Your answers are kept: enter a code to go on."
        )
    return gettext("Your session closed after %(minutes)s without activity.")


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    if "Cache-Control" not in response.headers:
        patch_cache_control(response, private=True, no_store=True)
    return response


def page_before(request: HttpRequest) -> str:
    """The page of ours that a form was sent from, else the home page."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # "http://[": no address at all
        return reverse("web:home")
    return came_from.path if came_from.netloc == request.get_host() else reverse("web:home")


class SecondFactorMiddleware:
    """Where STAFF_TOTP_REQUIRED is on, staff pass with their application only; allauth has no such setting.

    Read from the session; the database is asked only for who is being turned away.
    """

    OPEN: Final = frozenset(
        {
            "account_logout",
            "account_reauthenticate",
            "web:language",
            "web:health",
            "web:health_reminders",
            "web:metrics",
        }
    )

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        user, match = request.user, request.resolver_match
        name = match.view_name if match else ""
        is_open = name in self.OPEN or name.startswith("mfa_")
        if is_open or not (isinstance(user, User) and user.grant.desk and settings.STAFF_TOTP_REQUIRED):
            return None
        if proved(request, user):
            return None
        has_one = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
        way = reverse("mfa_reauthenticate" if has_one else "mfa_activate_totp")
        return redirect(f"{way}?{urlencode({'next': request.get_full_path()})}")


def proved(request: HttpRequest, user: User) -> bool:
    """Whether this session was opened, confirmed or set up with the application."""
    methods = (record["method"] for record in get_authentication_records(request, user))
    return bool(request.session.get("second_factor")) or "mfa" in methods
