"""How forms are drawn: label, help, error, input; "(optional)" in place of asterisks.

The field templates of ``templates/bootstrap5/`` do the drawing; this helper leaves the
``<form>`` tag, the token and the buttons to the page.
"""

from typing import Any

from crispy_forms.helper import FormHelper


class Helper(FormHelper):
    """Draws the fields only, with the page's own ``<form>`` around them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_tag = False
        self.disable_csrf = True
        self.form_show_errors = True
        self.use_custom_control = True
