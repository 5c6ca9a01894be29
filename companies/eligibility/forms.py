from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.common.crispy import Asking
from companies.eligibility.asking import Asked
from companies.eligibility.enums import Kind
from companies.eligibility.models import Rule

LONGEST_LIST: Final = 12
"""More answers than this are chosen from a menu."""


class AnswerForm(Asking, forms.Form):
    """One question of the check. `codes` is what was chosen."""

    answer: forms.Field

    def __init__(self, asked: Asked, data: Any = None, chosen: list[str] | None = None) -> None:
        self.rule, offered = asked.rule, asked.options()
        several = self.rule.kind == Kind.SEVERAL
        super().__init__(data, initial={"answer": chosen if several else next(iter(chosen or ()), None)})
        self.fields["answer"] = _several(self.rule, offered) if several else _one(self.rule, offered)

    @property
    def codes(self) -> list[str]:
        given = self.cleaned_data["answer"]
        return list(given) if self.rule.kind == Kind.SEVERAL else [given]


def _several(rule: Rule, offered: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=rule.question,
        help_text=rule.help,
        choices=offered,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("required", "invalid_choice", "invalid_list"), SEVERAL),
    )


def _one(rule: Rule, offered: list[tuple[str, str]]) -> forms.ChoiceField:
    many = len(offered) > LONGEST_LIST
    return forms.ChoiceField(
        label=rule.question,
        help_text=rule.help,
        choices=[("", _("Choose")), *offered] if many else offered,
        widget=forms.Select if many else forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), ONE),
    )


ONE: Final = _("Choose an answer, or pass this question over.")
SEVERAL: Final = _("Choose at least one answer, or pass this question over.")
