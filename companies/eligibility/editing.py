"""How rules are edited: one that applies keeps its meaning, and another one follows it from a day to come."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from companies.common import clock
from companies.content.enums import Need
from companies.eligibility.enums import Kind
from companies.eligibility.models import Reply, Rule

MEANING: Final = frozenset({"year", "key", "valid_from", "kind", "effect", "form_key", "shown"})
"""What a rule is, rather than how it is worded."""
MEANING_OF_REPLY: Final = frozenset({"code", "against", "form_value", "DELETE"})
APPLIES: Final = _("This rule applies already: correct its words here, or save it as a new one from a day to come.")


class RuleForm(forms.ModelForm):
    class Meta:
        model = Rule
        fields = (
            *("year", "key", "valid_from", "position", "shown", "kind", "effect", "form_key"),
            *("question_fr", "help_fr", "question_ar", "help_ar", "question_en", "help_en"),
        )

    @property
    def applies(self) -> bool:
        """Whether the rule as it is saved holds today, or has held."""
        begun = self.initial.get("valid_from")
        return bool(self.instance.pk and begun and begun <= clock.today())

    def clean_valid_from(self) -> Any:
        """A rule begins today or later: what was asked on a day gone by stays what it was."""
        day = self.cleaned_data["valid_from"]
        if not self.applies and day < clock.today():
            raise ValidationError(_("A rule cannot begin on a day gone by."))
        return day

    def clean(self) -> dict[str, Any]:
        if self.applies and MEANING & set(self.changed_data):
            raise ValidationError(APPLIES)
        return super().clean() or self.cleaned_data


class ReplyForm(forms.ModelForm):
    needs = forms.MultipleChoiceField(
        label=_("asks for"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What else exists for these needs is shown with the result."),
    )

    class Meta:
        model = Reply
        fields = (
            *("code", "position", "against", "form_value"),
            *("label_fr", "says_fr", "label_ar", "says_ar", "label_en", "says_en"),
            *("needs", "alternatives"),
        )


class ReplyFormSet(BaseInlineFormSet):
    """The answers to one rule."""

    def clean(self) -> None:
        super().clean()
        changed = [form for form in self.forms if form.has_changed()]
        meant = [form for form in changed if not form.instance.pk or MEANING_OF_REPLY & set(form.changed_data)]
        if self._applies and meant:
            raise ValidationError(APPLIES)
        if self.instance.kind in (Kind.ONE, Kind.SEVERAL) and not all(map(_is_named, self._kept)):
            raise ValidationError(_("Each answer is named in the three languages."))
        if self.instance.kind in (Kind.ONE, Kind.SEVERAL) and len(self._kept) < 2:
            raise ValidationError(_("Such a question has two answers at least."))

    @property
    def _applies(self) -> bool:
        begun = Rule.objects.filter(pk=self.instance.pk).values_list("valid_from", flat=True).first()
        return begun is not None and begun <= clock.today()

    @property
    def _kept(self) -> list[Any]:
        return [form for form in self.initial_forms + self.extra_forms if _counts(form)]


def _counts(form: Any) -> bool:
    return bool((form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE"))


def _is_named(form: Any) -> bool:
    return all(form.cleaned_data.get(f"label_{language}") for language in ("fr", "ar", "en"))
