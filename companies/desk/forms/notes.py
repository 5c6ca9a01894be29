from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import InteractionKind, Outcome
from companies.desk.forms.base import DeskForm, day_field

KINDS = [(kind.value, kind.label) for kind in (InteractionKind.NOTE, InteractionKind.CALL, InteractionKind.VISIT)]
OUTCOMES = [(outcome.value, capfirst(outcome.label)) for outcome in Outcome]


class NoteForm(DeskForm):
    """The box on the case page: a note, call or visit, its result, and the day of the next step."""

    text = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(
            attrs={
                "class": "form-control",
                "rows": 2,
                "dir": "auto",
                "placeholder": _("Write a note, or the result of a call"),
            }
        ),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial="note", widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label=_("Result"), choices=OUTCOMES, required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    happened_on = day_field(label=_("On"), required=False)
    next_on = day_field(label=_("Next step on"), required=False)
    task = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])
