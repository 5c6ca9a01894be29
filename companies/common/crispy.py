"""How forms ask and are drawn: label, help, error, input; "(optional)" in place of asterisks.

The field templates of ``templates/bootstrap5/`` do the drawing; the helper leaves the
``<form>`` tag, the token and the buttons to the page.
"""

from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Helper(FormHelper):
    """Draws the fields only, with the page's own ``<form>`` around them.

    Errors that belong to no field stand in the error summary, not here.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_tag = False
        self.disable_csrf = True
        self.form_show_errors = False


class Asking:
    """Mixin before ``forms.Form`` or ``forms.ModelForm``: our helper, and our words for a missing answer.

    A field that states its own ``error_messages["required"]`` keeps it.
    """

    fields: dict[str, forms.Field]
    # Names of fields that another answer may make necessary: they are not called optional, their help says when.
    sometimes: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = missing(field)

    @property
    def helper(self) -> FormHelper:
        return Helper()


def missing(field: forms.Field) -> "StrPromise":
    """What to say when a field was left without an answer."""
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return _('Choose at least one answer, or "None".')
    if isinstance(field, forms.ChoiceField):
        return _("Choose an answer.")
    return _("Please answer this question.")
