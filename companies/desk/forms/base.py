"""What all forms of the desk share: our words, dates, and an action's refusal shown where it belongs."""

from collections.abc import Callable
from typing import Any

from crispy_forms.layout import Field, LayoutObject
from django import forms
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string

from companies.common.crispy import Asking
from companies.common.refusals import Refusal


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is an answer too, and shows what is missing."""
    return request.POST if request.method == "POST" else None


class DeskForm(Asking, forms.Form):
    def refuse(self, refusal: Refusal) -> None:
        """Show what an action said, at its field where this form has it."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))

    def check(self, rule: Callable[..., None], *given: Any, **known: Any) -> None:
        """Ask one rule of an action early, so that what several of them refuse is said at once."""
        try:
            rule(*given, **known)
        except Refusal as refusal:
            self.refuse(refusal)


class FoldedField(LayoutObject):
    """A field with many boxes, folded away until something is chosen or wrong in it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, form: Any, context: Any, template_pack: str = "bootstrap5", **kwargs: Any) -> str:
        bound = form[self.name]
        drawn = Field(self.name).render(form, context, template_pack=template_pack, **kwargs)
        given = {"title": bound.label, "field": drawn, "open": bool(bound.errors or bound.value())}
        return render_to_string("desk/folded_field.html", given)


def day_field(**kwargs: Any) -> forms.DateField:
    """A day, asked with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control short"})
    return forms.DateField(widget=widget, **kwargs)
