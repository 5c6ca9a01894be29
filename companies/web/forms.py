"""The forms of signing in: allauth's, with our words, our limits and our eyes for Arabic digits."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ReauthenticateForm,
    SetPasswordForm,
)
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.common.crispy import Asking
from companies.common.text import clean, latin_digits

LONGEST_ADDRESS = 254
"""As our tables have it; Django's own field lets 320 pass."""
ADDRESS_WRONG = _("Write a full address, for instance nom@entreprise.example.")


def address_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": ADDRESS_WRONG, "invalid": ADDRESS_WRONG, "max_length": ADDRESS_WRONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "latin-input", "dir": "ltr"}),
    )


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "class": "latin-input short",
                "dir": "ltr",
                "inputmode": "numeric",
                "spellcheck": "false",
            }
        ),
    )


class SignInForm(Asking, forms.Form):
    """The one field of the way in. An unknown address is accepted like a known one, and gets nothing."""

    email = address_field()

    _user: User | None = None

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if not ratelimit.consume(context.request, action="request_login_code"):
            raise get_adapter().validation_error("rate_limited")
        self._user = User.objects.filter(email=email, is_active=True).first()
        return email


class _Code(Asking):
    """Takes the code as people copy it: with spaces, hyphens, Arabic digits."""

    fields: dict[str, forms.Field]

    def clean_code(self) -> str:
        self.cleaned_data["code"] = latin_digits(clean(self.cleaned_data["code"]))  # type: ignore[attr-defined]
        return super().clean_code()  # type: ignore[misc]


class CodeForm(_Code, ConfirmLoginCodeForm):
    code = code_field(_("Code received by e-mail"))


class SecondFactorForm(_Code, AuthenticateForm):
    code = code_field(
        _("Code of your application"), _("Six digits that change every half minute; or one of your recovery codes.")
    )


class SecondFactorAgainForm(_Code, ReauthenticateByCodeForm):
    code = code_field(
        _("Code of your application"), _("Six digits that change every half minute; or one of your recovery codes.")
    )


class ActivateForm(_Code, ActivateTOTPForm):
    code = code_field(_("Code of your application"), _("Six digits that change every half minute."))


class PasswordForm(Asking, LoginForm):
    """Address and password, for staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field()
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])
        _undress(self)


class PasswordAgainForm(Asking, ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        _undress(self)


class NewPasswordForm(Asking, SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_password(self)


class OtherPasswordForm(Asking, ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password today")
        _name_new_password(self)


def _name_new_password(form: forms.Form) -> None:
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = _("At least 12 characters; a sentence is easy to remember.")
    form.fields["password2"].label = _("New password, again")
    _undress(form)


def _undress(form: forms.Form) -> None:
    """A label says what a field is; allauth repeats it as a placeholder."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
