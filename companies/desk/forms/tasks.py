from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases.enums import TaskKind
from companies.desk.forms.base import DeskForm, day_field

# What a person sets down by hand; the other kinds are made by reminders and answers.
BY_HAND = (TaskKind.CALL, TaskKind.FOLLOW_UP, TaskKind.LETTER, TaskKind.OTHER)


class TaskForm(DeskForm):
    sometimes = frozenset({"title"})
    kind = forms.ChoiceField(label=_("To do"), choices=[(kind.value, kind.label) for kind in BY_HAND])
    title = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=200,
        help_text=_("Needed for a task that the list does not name."),
    )
    due_on = day_field(label=_("By"), help_text=_("The day counts."))

    def clean_kind(self) -> TaskKind:
        return TaskKind(self.cleaned_data["kind"])


class LaterForm(DeskForm):
    until = day_field(label=_("Show it again on"))


class PersonForm(DeskForm):
    """One colleague, out of those who may be chosen."""

    person = forms.ModelChoiceField(label=_("To whom"), queryset=User.objects.none(), empty_label=_("Choose a person"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
