"""The admin behind the same door as everything else, in the order of the programme."""

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any, Final

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

STEPS: Final = (
    "cases",
    "enrolment",
    "questionnaires",
    "eligibility",
    "outreach",
    "mail",
    "content",
    "dialogue",
    "registry",
    "accounts",
    "reference",
    "common",
    "journal",
)
"""The apps as the programme goes: a year and its files, what is said to companies, who they are, who works here."""

WITHIN: Final = {
    "outreach": ("Policy", "Reminder", "Answer", "Run", "Reconciliation", "Digest"),
    "content": ("Text", "Faq", "Example", "Alternative", "Office", "PublicPerson"),
    "mail": ("Wording", "Message", "Received", "Address", "Relay", "Mailbox"),
}
"""What is edited first, then what is read, by how often."""


class ProgrammeAdminSite(AdminSite):
    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("Export support programme")
    final_catch_all_view = False

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """No sign-in page of its own: it would know neither codes nor limits nor the second step."""
        return redirect("admin:index" if self.has_permission(request) else "web:home")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.method != "POST":
            return redirect("account_logout")
        logout(request)
        return redirect(settings.LOGIN_URL)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Administrators only; for anyone else who is signed in these pages do not exist."""
        page = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return page(request, *args, **kwargs)

        return update_wrapper(guarded, page)

    def get_urls(self) -> list[Any]:
        """The middleware is told the site's own way in, without a detour by the admin's."""
        urls: list[Any] = super().get_urls()
        for url in urls:
            if hasattr(getattr(url, "callback", None), "login_url"):
                url.callback.login_url = settings.LOGIN_URL
        return urls

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        found = super().get_app_list(request, app_label)
        for app in found:
            app["models"].sort(key=partial(_place, WITHIN.get(app["app_label"], ())))
        return sorted(found, key=lambda app: _step(app["app_label"]))


def _step(label: str) -> tuple[int, str]:
    return (STEPS.index(label) if label in STEPS else len(STEPS), label)


def _place(order: tuple[str, ...], model: dict[str, Any]) -> int:
    """Models without a place keep the order they came in."""
    return order.index(model["object_name"]) if model["object_name"] in order else len(order)
