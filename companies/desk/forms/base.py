"""What all forms of the desk share: our words, dates, and an action's refusal shown where it belongs."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from companies.common.crispy import Asking
from companies.common.refusals import Refusal


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is an answer too, and shows what is missing."""
    return request.POST if request.method == "POST" else None


class DeskForm(Asking, forms.Form):
    def refuse(self, refusal: Refusal) -> None:
        """Show what an action said, at its field where this form has it."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))


def day_field(**kwargs: Any) -> forms.DateField:
    """A day, asked with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control short"})
    return forms.DateField(widget=widget, **kwargs)
