"""Sending a code to the address on file and going on at the page that asks for it."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import context, ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from companies.accounts.models import User

MASKED = "masked"
"""In the state of the process: the address was not typed by the person, so the page shows little of it."""


def send_code(request: HttpRequest, user: User, next_url: str = "") -> HttpResponse:
    """Mail a code to `user`'s address and lead to the page that asks for it; then on to `next_url`.

    For pages that know whom a link belongs to. The address is shown masked: a link may have been passed on. Counts
    against the same limits as codes asked for by address; beyond them the answer is "too many attempts" (429).
    """
    with context.request_context(request):
        if not ratelimit.consume(request, action="request_login_code"):
            return ratelimit.respond_429(request)
        process = LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
        process.state[MASKED] = True
        process.persist()
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    return redirect(reverse("account_confirm_login_code") + query)


def masked(email: str) -> str:
    """Enough of an address to recognise one's own: "k•••@textile.example"."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
