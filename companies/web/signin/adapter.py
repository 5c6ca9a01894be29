"""allauth, as this site uses it: closed sign-up, our words, our outbox, limits that lock nobody out."""

import logging
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.accounts import actions as accounts
from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import Sign
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment.actions import admitting
from companies.reference.models import Site
from companies.web.signin import mails, sessions

log = logging.getLogger(__name__)
WRONG_CODE: Final = _("This code is not the right one. Check it, or ask for a new one.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "email_password_mismatch": _("This address and this password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts from here. Wait a few minutes, or ask for a code by e-mail."),
        "rate_limited": _("Too many attempts from here. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only codes are mailed, and only to the address on file, whatever spelling was typed.

        An address that gets one after the other from all sides gets no more for a while; who asks reads the usual page.
        """
        if template_prefix != "account/email/login_code":
            raise LookupError(f"{template_prefix} is not a message of this site")
        user = User.objects.get(email=email.lower())
        if not ratelimit.consume(self.request, app="allauth.account", action="codes_of_account", key=user.email):
            log.warning("Codes for user %d were asked for too often", user.pk)
            return
        mails.post_code(user, context["code"], at=clock.now())

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """By password: staff only. A company's person, or a closed account, gets the answer of a wrong password."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active and user.grant.desk else None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Beside the limits by place, one by account: it closes the password's door only, codes still come."""
        super().pre_authenticate(request, **credentials)
        account = credentials.get("email", "").lower()
        if not ratelimit.consume(request, app="allauth.account", action="password_of_account", key=account):
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By account *and* place: guessing elsewhere does not lock out the person the account belongs to."""
        return f"{ratelimit.get_ip(request)}:{credentials.get('email', '').lower()}"

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.mark_begin(request)
        at = clock.now()
        accounts.note_sign_in(user, by=user.actor, at=at)
        if user.grant.portal:
            admitting.admit_further(user, at=at)
            for case in Case.objects.visible_to(user).open():
                cases.note_sign(case, at=at, sign=Sign.SIGNED_IN)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth announces what the next page says anyway ("signed in as…"); only refusals are worth a strip."""
        if kwargs.get("message"):
            super().add_message(*args, **kwargs)


class MfaAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def get_totp_issuer(self) -> str:
        return Site.objects.get(pk=1).name_in(get_language() or settings.LANGUAGE_CODE)

    def build_totp_svg(self, url: str) -> str:
        """The drawing for inside the page: our policy blocks `data:` images, an XML prologue has no place there."""
        return super().build_totp_svg(url).partition("?>")[2].strip()
