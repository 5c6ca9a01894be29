"""The short forms around the entrance: an address, a code, the asking to join, a colleague, one's profile."""

import re
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from companies.common import parse
from companies.common.crispy import Asking
from companies.common.text import clean
from companies.enrolment.enums import Why
from companies.web.forms import address_field, code_field

PHONE_WRONG: Final = _("Write a number we can call, for instance 06 00 00 00 00.")
NAME_WRONG: Final = _("Write a name: letters, spaces, hyphens.")
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652 .'’\-])*")


class NameField(forms.CharField):
    """A person's name. Letters only: it stands in messages to others, where it must lead nowhere."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"autocomplete": "name", "dir": "auto"})
        super().__init__(max_length=80, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        name = clean(super().clean(value) or "")
        if name and not _NAME.fullmatch(name):
            raise forms.ValidationError(NAME_WRONG)
        return name


class PhoneField(forms.CharField):
    """A number as people write it, kept in E.164; "" where none was given."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"type": "tel", "dir": "ltr", "autocomplete": "tel", "class": "latin-input"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        typed = clean(super().clean(value) or "")
        try:
            return parse.phone(typed) if typed else ""
        except ValueError:
            raise forms.ValidationError(PHONE_WRONG) from None


def language_field() -> forms.ChoiceField:
    choices = [(code, name) for code, name in settings.LANGUAGES]
    return forms.ChoiceField(label=_("Language of our messages"), choices=choices, widget=forms.RadioSelect)


class AddressForm(Asking, forms.Form):
    """Where the code goes; from then on the way in."""

    email = address_field()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class ProofForm(Asking, forms.Form):
    code = code_field(_("Code received by e-mail"), _("8 digits, for instance 4821-7730."))


class JoinForm(Asking, forms.Form):
    name = NameField(label=_("Your name"), help_text=_("The company will read it."))
    phone = PhoneField(label=_("Your telephone number"), required=False, help_text=_("So that we can call you back."))
    why = forms.ChoiceField(label=_("Who are you for this company?"), choices=Why.choices, widget=forms.RadioSelect)

    def clean_why(self) -> Why:
        return Why(self.cleaned_data["why"])


class ColleagueForm(Asking, forms.Form):
    name = NameField(label=_("Name"), required=False)
    email = address_field()
    language = language_field()


class ProfileForm(Asking, forms.Form):
    name = NameField(label=_("Your name"), required=False)
    phone = PhoneField(label=_("Your telephone number"), required=False)
    language = language_field()
