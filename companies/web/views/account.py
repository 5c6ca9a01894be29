"""The pages of signing in: allauth's views, dressed and held to our rules."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies.common import clock
from companies.enrolment import actions as enrolment
from companies.web.access import desk_only
from companies.web.signin.codes import MASKED, masked

View = Callable[..., HttpResponseBase]


def unhurried(view: View) -> View:
    """Answer a POST no sooner than after SIGN_IN_SECONDS: a known address (a mail is posted) takes as long as any."""

    @wraps(view)
    def slow(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        begun = time.monotonic()
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, settings.SIGN_IN_SECONDS - (time.monotonic() - begun)))
        return response

    return slow


class SignIn(account.RequestLoginCodeView):
    """One field: the address. Who asked before and comes back here may start anew."""

    template_name = "account/sign_in.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Somebody who was invited and lost the link comes in by the address the invitation went to."""
        form._user = form._user or enrolment.admit_by_address(form.cleaned_data["email"], at=clock.now())
        response: HttpResponse = super().form_valid(form)
        return response

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class SignInByPassword(account.LoginView):
    template_name = "account/sign_in_by_password.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class EnterCode(account.ConfirmLoginCodeView):
    template_name = "account/enter_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        process = LoginCodeVerificationProcess.resume(request._login_stage)  # type: ignore[attr-defined]
        if not process or _has_moved(process):
            return self._start_again(_("This code is no longer valid. Ask for a new one."))
        return super().dispatch(request, *args, **kwargs)

    def _start_again(self, why: Any) -> HttpResponse:
        messages.error(self.request, why)
        return redirect(self.passthrough_next_url(reverse("account_login")))

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """A new code, valid from now on, within the same limits as a first one."""
        if ratelimit.consume(self.request, action="request_login_code"):
            self._process.state["at"] = time.time()
            self._process.resend()
            messages.success(self.request, _("A new code is on its way. The one before no longer works."))
        else:
            messages.error(self.request, _("Too many attempts from here. Wait a few minutes, then try again."))
        return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def form_invalid(self, form: Any) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        return self._start_again(_("Three codes were not the right one. Ask for a new one."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        email = self._process.state["email"]
        minutes = int(self._process.timeout // 60)
        shown = masked(email) if self._process.state.get(MASKED) else email
        return context | {"address": shown, "minutes": minutes}


def _has_moved(process: LoginCodeVerificationProcess) -> bool:
    """Whether the person signs in with another address by now: a code proves the mailbox it was sent to, no other."""
    user = process.user
    return user is not None and user.email != process.state["email"].lower()


class ActivateSecondFactor(totp.ActivateTOTPView):
    """Setting up the application proves it: the session then counts as signed in with it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return context | {"key": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session["second_factor"] = True
        return response


sign_in = unhurried(SignIn.as_view())
sign_in_by_password = unhurried(SignInByPassword.as_view())
enter_code = unhurried(login_stage_required("login_by_code", "account_login")(EnterCode.as_view()))
sign_out = account.logout
inactive = account.account_inactive

reauthenticate = desk_only(account.reauthenticate)
change_password = desk_only(account.password_change)
set_password = desk_only(account.password_set)

second_factor = mfa.authenticate
second_factor_again = desk_only(mfa.reauthenticate)
second_factor_state = desk_only(mfa.index)
activate = desk_only(ActivateSecondFactor.as_view())
deactivate = desk_only(totp.deactivate_totp)
recovery_codes = desk_only(recovery.view_recovery_codes)
new_recovery_codes = desk_only(recovery.generate_recovery_codes)
recovery_codes_as_file = desk_only(recovery.download_recovery_codes)
