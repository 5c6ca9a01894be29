"""How each kind of question is asked and read: Django form fields in the people's words.

Every field forgives how something is written (spaces, Arabic-Indic digits, +212 or 0) and refuses what is written.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from companies.common import dates, parse, words
from companies.common.text import clean, latin_digits
from companies.questionnaires import choices
from companies.questionnaires.composed import CHOOSE_ONE, CountriesAnswer, RankedAnswer, YesWhichAnswer
from companies.questionnaires.declarations import NONE_OF_THESE, Question
from companies.questionnaires.enums import Kind
from companies.questionnaires.selects import LongSelect

OLDEST_YEAR: Final = 1850
ONE_LINE: Final = 300
"""Longest text that is asked in one line."""
LONGEST_EMAIL: Final = 254
_YEAR = re.compile("(?<![0-9])[0-9]{4}(?![0-9])")
_ICE_LABEL = re.compile(r"(?i)^ice\b[ :n°]*")
MOST_PEOPLE: Final = 1_000_000
CODE_ATTRS: Final = {"dir": "ltr", "class": "short latin-input", "inputmode": "numeric", "autocomplete": "off"}


class TextAnswer(forms.CharField):
    """Text without NUL or invisible marks.

    What is too long is kept and refused in our words; a browser's own limit would cut what is pasted and say nothing.
    """

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(_("Write at most %(count)s characters."), params={"count": self.longest})


class IceAnswer(TextAnswer):
    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return text
        try:
            return parse.ice(_ICE_LABEL.sub("", text))
        except ValueError as error:
            if str(error) == "digits":
                raise ValidationError(_("The ICE has digits only.")) from error
            message = _("The ICE has 15 digits; this one has %(count)s.")
            raise ValidationError(message, params={"count": len(parse.digits(text))}) from error


class CodeAnswer(TextAnswer):
    """An identifier, whatever signs it has; digits as computers search for them."""

    def to_python(self, value: Any) -> str:
        return latin_digits(super().to_python(value))


class PersonAnswer(TextAnswer):
    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if any(sign.isdigit() for sign in text):
            raise ValidationError(_("Write a first name and a last name: no number, and none of an identity card."))
        return text


class YearAnswer(TextAnswer):
    """A year from 1850 to `latest`, alone or in a date, kept as a whole number."""

    def __init__(self, *, latest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.latest = latest

    def clean(self, value: Any) -> Any:
        text = latin_digits(super().clean(value))
        if not text:
            return None
        years = _YEAR.findall(text)
        if len(years) != 1 or not OLDEST_YEAR <= int(years[0]) <= self.latest:
            message = _("Write the year with four digits, from %(min)s to %(max)s.")
            raise ValidationError(message, params={"min": str(OLDEST_YEAR), "max": str(self.latest)})
        return int(years[0])


class DateAnswer(TextAnswer):
    """Kept as ISO 8601 writes it, shown in words."""

    def prepare_value(self, value: Any) -> Any:
        return dates.shown(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if not text:
            return None
        try:
            return dates.day(text).isoformat()
        except ValueError as error:
            raise ValidationError(_("Write a date, for instance 30 April 2027.")) from error


class WholeAnswer(TextAnswer):
    """A whole number, shown with its thousands apart."""

    def prepare_value(self, value: Any) -> Any:
        return words.grouped(value) if isinstance(value, int) else value

    def read(self, text: str) -> int:
        """Raises ValueError."""
        found = parse.count(text)
        if found > MOST_PEOPLE:
            raise ValueError("too many")
        return found

    refusal: Any = _("Write a whole number, for instance 24.")

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError as error:
            raise ValidationError(self.refusal) from error


class AmountAnswer(WholeAnswer):
    """Whole dirhams."""

    refusal = _("Write the amount in digits, without centimes.")

    def read(self, text: str) -> int:
        return parse.dirhams(text)


class EmailAnswer(TextAnswer):
    def clean(self, value: Any) -> str:
        text: str = super().clean(value).lower()
        if text:
            try:
                validate_email(text)
            except ValidationError as error:
                message = _("Write a full address, for instance nom@entreprise.example.")
                raise ValidationError(message) from error
        return text


class PhoneAnswer(TextAnswer):
    """Kept in E.164, shown as people dial it."""

    def prepare_value(self, value: Any) -> Any:
        return words.phone(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return text
        try:
            return parse.phone(text)
        except ValueError as error:
            message = _("Write a number we can call, for instance 06 00 00 00 00.")
            raise ValidationError(message) from error


class SeveralAnswer(forms.MultipleChoiceField):
    def clean(self, value: Any) -> list[str]:
        chosen: list[str] = super().clean(value)
        if NONE_OF_THESE in chosen and len(chosen) > 1:
            raise ValidationError(_("Either “none”, or one or more of the others."))
        return chosen


def _text(question: Question, on: date) -> forms.Field:
    attrs = {"dir": "auto"} | ({"autocomplete": question.autocomplete} if question.autocomplete else {})
    box = forms.TextInput(attrs) if question.longest <= ONE_LINE else forms.Textarea(attrs | {"rows": "3"})
    return TextAnswer(longest=question.longest, widget=box)


def _code(question: Question, on: date) -> forms.Field:
    return CodeAnswer(longest=question.longest, widget=forms.TextInput(CODE_ATTRS | {"inputmode": "text"}))


def _person(question: Question, on: date) -> forms.Field:
    return PersonAnswer(longest=question.longest, widget=forms.TextInput({"dir": "auto", "autocomplete": "name"}))


def _arabic(question: Question, on: date) -> forms.Field:
    return TextAnswer(longest=question.longest, widget=forms.TextInput({"dir": "rtl", "lang": "ar"}))


def _ice(question: Question, on: date) -> forms.Field:
    return IceAnswer(longest=40, widget=forms.TextInput(CODE_ATTRS))


def _year(question: Question, on: date) -> forms.Field:
    return YearAnswer(longest=20, latest=on.year, widget=forms.TextInput(CODE_ATTRS))


def _date(question: Question, on: date) -> forms.Field:
    return DateAnswer(longest=40, widget=forms.TextInput({"class": "short", "autocomplete": "off", "dir": "auto"}))


def _count(question: Question, on: date) -> forms.Field:
    return WholeAnswer(longest=60, widget=forms.TextInput(CODE_ATTRS))


def _amount(question: Question, on: date) -> forms.Field:
    attrs = CODE_ATTRS | {"class": "amount latin-input", "inputmode": "decimal"}
    return AmountAnswer(longest=60, widget=forms.TextInput(attrs))


def _email(question: Question, on: date) -> forms.Field:
    attrs = {"dir": "ltr", "class": "latin-input", "autocomplete": "email", "type": "email"}
    return EmailAnswer(longest=LONGEST_EMAIL, widget=forms.EmailInput(attrs))


def _phone(question: Question, on: date) -> forms.Field:
    attrs = {"dir": "ltr", "class": "short latin-input", "autocomplete": "tel", "type": "tel"}
    return PhoneAnswer(longest=40, widget=forms.TextInput(attrs))


def _choice(question: Question, on: date) -> forms.Field:
    if question.options:
        drawn = [(option.code, option.words) for option in question.options]
        return forms.ChoiceField(choices=drawn, widget=forms.RadioSelect)
    return forms.ChoiceField(choices=_offered(question.source), widget=LongSelect)


def _offered(source: str, first: str = "") -> list[tuple[str, Any]]:
    """The reference rows in the order in which people look for them; owned ones under their owner's name."""
    empty: list[tuple[str, Any]] = [("", CHOOSE_ONE)]
    if source in choices.OWNER:
        return empty + [(owner, _pairs(rows)) for owner, rows in choices.grouped(source, first=first)]
    return empty + _pairs(choices.listed(source))


def _pairs(rows: list[choices.Row]) -> list[tuple[str, Any]]:
    return [(row.code, row.name) for row in rows]


def _several(question: Question, on: date) -> forms.Field:
    drawn = [(option.code, option.words) for option in question.options]
    return SeveralAnswer(choices=drawn, widget=forms.CheckboxSelectMultiple)


def _countries(question: Question, on: date) -> forms.Field:
    return CountriesAnswer(most=question.most)


def _ranked(question: Question, on: date) -> forms.Field:
    return RankedAnswer(options=question.options)


def _yes_which(question: Question, on: date) -> forms.Field:
    return YesWhichAnswer(longest=question.longest)


def _yes(question: Question, on: date) -> forms.Field:
    return forms.BooleanField()


MAKERS: Final[dict[Kind, Callable[[Question, date], forms.Field]]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.PERSON: _person,
    Kind.ARABIC: _arabic,
    Kind.ICE: _ice,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.COUNT: _count,
    Kind.AMOUNT: _amount,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.COUNTRIES: _countries,
    Kind.RANKED: _ranked,
    Kind.YES_WHICH: _yes_which,
    Kind.YES: _yes,
}


def field_for(question: Question, *, required: bool, on: date, owner: str = "") -> forms.Field:
    """The field of a question that has one; `products` has several, see `products.py`.

    Where the code of the `owner` is known already, its rows are offered first.
    """
    field = MAKERS[question.kind](question, on)
    if owner and isinstance(field, forms.ChoiceField):
        field.choices = _offered(question.source, first=owner)
    field.label, field.help_text, field.required = question.label, question.help, required
    field.error_messages["required"] = question.missing
    field.error_messages["invalid_choice"] = CHOOSE_ONE
    field.widget.is_required = required
    return field
