"""What every request goes through: the language of its answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from companies.accounts.models import User

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class LanguageMiddleware:
    """The person's own language, else the one chosen on this device, else French.

    The browser's wish is not asked: many computers here are set up in a language nobody chose.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        patch_vary_headers(response, ["Cookie"])
        return response


def language_of(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if isinstance(user, User):
        return user.language
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES else settings.LANGUAGE_CODE
