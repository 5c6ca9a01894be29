from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case
from companies.common import words
from companies.desk.forms.base import DeskForm, day_field
from companies.enrolment import actions as enrolment


class ExtendForm(DeskForm):
    """Until when one company can send, and why; the limits are the action's."""

    until = day_field(
        label=_("Can send up to and including"),
        error_messages={"required": _("Give the last day on which it can send.")},
    )
    reason = forms.CharField(
        label=_("Why this company is given more time"),
        max_length=600,
        help_text=_("For the file; the company does not read it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say why this company is given more time.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = {"now": words.full_day(case.closes_on), "last": words.full_day(enrolment.last_possible(case))}
        self.fields["until"].help_text = gettext("Today it can until %(now)s; at the latest %(last)s.") % limits
