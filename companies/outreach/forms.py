from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.outreach.kinds import KINDS
from companies.outreach.models import Policy


class PolicyForm(forms.ModelForm):
    """A rule for a rung that exists."""

    kind = forms.ChoiceField(label=_("Reminder kind"), choices=[(kind.key, kind.label) for kind in KINDS.values()])

    class Meta:
        model = Policy
        fields = ("kind", "rung", "wait_days", "active", "valid_from")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind, rung = KINDS.get(data.get("kind", "")), data.get("rung")
        if kind and rung and not 1 <= rung <= len(kind.steps):
            self.add_error("rung", ValidationError(_("This ladder has %(n)s rungs."), params={"n": len(kind.steps)}))
        return data
