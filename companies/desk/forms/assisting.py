"""Filling in an application with a company: with whom, by which way, and who is asked to confirm it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import InteractionKind
from companies.desk.forms.base import DeskForm
from companies.enrolment.assisted import WAYS
from companies.registry.models import Contact


class PersonField(forms.ModelChoiceField):
    """People of the company; each with the address a message would go to."""

    def label_from_instance(self, obj: Any) -> str:
        return " · ".join(part for part in dict.fromkeys((str(obj), obj.function, obj.email)) if part)


class SpeakerForm(DeskForm):
    """One person of the company, chosen from the start where there is only one."""

    contact = PersonField(
        label=_("With whom"), queryset=Contact.objects.none(), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]
        self.fields["contact"].initial = people.first()


class AssistForm(SpeakerForm):
    how = forms.ChoiceField(
        label=_("How"),
        choices=[
            (way.value, label)
            for way, label in zip(WAYS, (_("By telephone"), _("On a visit"), _("At a forum")), strict=True)
        ],
        widget=forms.RadioSelect,
    )

    field_order = ("how", "contact")

    def clean_how(self) -> InteractionKind:
        return InteractionKind(self.cleaned_data["how"])


class ConfirmForm(SpeakerForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].label = _("Who is asked to confirm")
