from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.desk.forms.base import DeskForm


class ChosenForm(DeskForm):
    """Some cases out of those that were shown, by their numbers."""

    case = forms.MultipleChoiceField(
        label=_("Files"), error_messages={"required": _("Choose at least one file.")}, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, shown: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [(number, number) for number in shown]  # type: ignore[attr-defined]
