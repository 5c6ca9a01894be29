"""The short forms of the portal: what one answers to an invitation, and a letter's code."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.cases import references
from companies.common import words
from companies.common.crispy import Asking, Helper
from companies.common.text import clean
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.reasons import COMPANY_WORDS, WHEN_DECLINING

LATER: Final = (7, 14, 30)
"""Days from today that are offered for "not now"."""


class LaterForm(forms.Form):
    """When to write again: some days before the closing date."""

    until = forms.TypedChoiceField(
        label=_("When shall we write again?"), coerce=date.fromisoformat, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, on: date, closes_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), words.full_day(day)) for day in later_days(on, closes_on)
        ]
        self.fields["until"].error_messages |= {"required": _("Choose a day."), "invalid_choice": _("Choose a day.")}
        self.helper = Helper()


def later_days(on: date, closes_on: date) -> list[date]:
    """Working days in a week, two, a month; near the closing date, what is left of them."""
    days = [_working_day(on + timedelta(days=days)) for days in LATER]
    left = [day for day in days if day < closes_on]
    return left or [day for day in (_working_day(on + timedelta(days=2)),) if day <= closes_on]


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


class DeclineForm(forms.Form):
    """Why not: one reason of the closed list, in the company's words; "another" needs its own."""

    code = forms.ChoiceField(
        label=_("The main reason"),
        choices=[(code.value, COMPANY_WORDS[code]) for code in WHEN_DECLINING],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
    text = forms.CharField(
        label=_("In your own words"),
        required=False,
        widget=forms.Textarea({"rows": 3, "maxlength": 300}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def clean_code(self) -> ObstacleCode:
        return ObstacleCode(self.cleaned_data["code"])

    def clean_text(self) -> str:
        return clean(self.cleaned_data["text"])[:300]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("code") == ObstacleCode.OTHER and not cleaned.get("text"):
            self.fields["text"].required = True
            self.add_error("text", _("Say it in a few words."))
        return cleaned


class OwnWordsForm(Asking, forms.Form):
    """What stops somebody, where no reason of the list says it."""

    text = forms.CharField(
        label=_("In your own words"),
        help_text=_("Two lines are enough. Please leave out names and numbers."),
        widget=forms.Textarea({"rows": 3, "maxlength": 300}),
        error_messages={"required": _("Say it in a few words.")},
    )

    def clean_text(self) -> str:
        said = clean(self.cleaned_data["text"])[:300]
        if not said:
            raise forms.ValidationError(_("Say it in a few words."))
        return said


class WrongPersonForm(forms.Form):
    hint = forms.CharField(
        label=_("Whom should we write to instead?"),
        help_text=_("A name, a function, a telephone number: what you know."),
        required=False,
        widget=forms.TextInput({"maxlength": 200}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def clean_hint(self) -> str:
        return clean(self.cleaned_data["hint"])[:200]


class WrongAnswerForm(forms.Form):
    """What to do about something that is not right in what was typed for the company."""

    then = forms.ChoiceField(choices=[("change", ""), ("call", ""), ("decline", "")], widget=forms.HiddenInput)
    hint = forms.CharField(
        label=_("What is not right?"),
        help_text=_("A few words are enough; you can also leave this empty."),
        required=False,
        widget=forms.TextInput({"maxlength": 200}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def clean_hint(self) -> str:
        return clean(self.cleaned_data["hint"])[:200]


class LetterCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of your letter"),
        help_text=_("8 letters and digits, for instance K7PM-2RTX. Capitals and hyphen do not matter."),
        widget=forms.TextInput(
            {"dir": "ltr", "class": "short latin-input", "autocomplete": "off", "autocapitalize": "characters"}
        ),
        error_messages={"required": _("Write the code of your letter.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = Helper()

    def clean_code(self) -> str:
        return references.normal(clean(self.cleaned_data["code"]))[:40]
