from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.content.enums import Need
from companies.content.models import Alternative, Text


class TextForm(forms.ModelForm):
    """The words of a slot. Saved, they become its next version; whoever was overtaken keeps what they typed."""

    class Meta:
        model = Text
        fields = ("title_fr", "body_fr", "title_ar", "body_ar", "title_en", "body_en")

    def clean(self) -> dict[str, Any]:
        seen = self.instance
        if seen.pk and Text.objects.filter(slot=seen.slot, version__gt=seen.version).exists():
            raise ValidationError(_("Somebody else has changed this text meanwhile. Look at it, then write again."))
        return super().clean() or self.cleaned_data


class AlternativeForm(forms.ModelForm):
    needs = forms.MultipleChoiceField(
        label=_("helps with"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: with anything."),
    )

    class Meta:
        model = Alternative
        fields = (
            *TextForm.Meta.fields,
            *("needs", "sectors", "legal_forms", "link", "checked_on", "position", "shown"),
        )
