from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.common.text import clean
from companies.questionnaires.declarations import YEAR, Question
from companies.questionnaires.differing import as_declared
from companies.questionnaires.models import FormQuestion
from companies.questionnaires.overlays import LANGUAGES

DIRECTIONS: Final = {"ar": "rtl"}


class QuestionForm(forms.ModelForm):
    """How one question of a draft is asked. What the code relies on can be worded, not hidden or made optional."""

    class Meta:
        model = FormQuestion
        fields = ("label_fr", "label_ar", "label_en", "help_fr", "help_ar", "help_en", "required", "shown")

    def __init__(self, question: Question, row: FormQuestion, relied_on: bool, data: Any = None) -> None:
        super().__init__(data, instance=row, prefix=question.key)
        self.question, self.relied_on = question, relied_on
        for name in ("required", "shown") if relied_on else ():
            del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField):
                language = name[-2:]
                field.widget = self._widget(name)
                field.widget.attrs |= {"lang": language, "dir": DIRECTIONS.get(language, "ltr")}

    @staticmethod
    def _widget(name: str) -> forms.Widget:
        return forms.Textarea({"rows": 2}) if name.startswith("help") else forms.TextInput()

    @property
    def languages(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """By language: the question and its help."""
        return [(language, self[f"label_{language}"], self[f"help_{language}"]) for language in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name, text in given.items():
            if isinstance(text, str):
                given[name] = clean(text)
        self._check_labels(given)
        return given

    def _check_labels(self, given: dict[str, Any]) -> None:
        """Neither empty once cleaned, nor without the year that the question asks about."""
        declared = as_declared(self.question)
        for name in (f"label_{language}" for language in LANGUAGES):
            if name not in given:
                continue
            if not given[name]:
                self.add_error(name, ValidationError(_("Write the question.")))
            if YEAR in getattr(declared, name) and YEAR not in given[name]:
                message = _("Keep %(year)s: the year that the question asks about stands there.")
                self.add_error(name, ValidationError(message, params={"year": YEAR}))
