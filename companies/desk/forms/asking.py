"""Asking a company for something back, another day for it, and taking it back: what is read here is the company's."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.cases.models import Case
from companies.common import clock, words
from companies.desk.forms.base import DeskForm, FoldedField, day_field
from companies.enrolment import completing
from companies.enrolment.actions.changing import check_other_day
from companies.enrolment.actions.requesting import Wanted, check_day, check_items, last_possible, said
from companies.enrolment.models import CompletionRequest
from companies.enrolment.queries import primary_contacts, was_asked
from companies.enrolment.rules import DAYS_TO_COMPLETE


def reason_field(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=600,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"required": _("Say why: the company reads it.")},
    )


class AskForm(DeskForm):
    """What a company is asked for, and until when; the limits are the action's. `version` is the case as seen."""

    sometimes = frozenset({"items", "questions", "slots"})

    items = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions to answer again"), required=False, widget=forms.CheckboxSelectMultiple
    )
    slots = forms.MultipleChoiceField(
        label=_("Documents to hand in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = reason_field(_("Why you ask"), _("The company reads it in our message."), required=False)
    due_on = day_field(
        label=_("To be completed by"),
        error_messages={"required": _("Give the last day on which the company can send it.")},
    )
    note = forms.CharField(
        label=_("For the file"),
        required=False,
        max_length=2000,
        help_text=_("The company does not read it."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, on: date, **kwargs: Any) -> None:
        given = {"version": case.version, "due_on": on + DAYS_TO_COMPLETE}
        super().__init__(*args, initial=given, **kwargs)
        self.case, self.on = case, on
        self.fields["items"].help_text = self._how_to_write()
        self.fields["due_on"].help_text = gettext(
            "At the latest %(day)s. The time limit of our answer stands still until the company answers."
        ) % {"day": words.full_day(last_possible(on))}
        if was_asked(case):
            self._ask_why_again()
        self._offer_parts()

    def _ask_why_again(self) -> None:
        reason = self.fields["reason"]
        reason.label, reason.required = _("Why the company is asked a second time"), True
        reason.error_messages["required"] = _("The company was asked once already: write down why it is asked again.")

    def _offer_parts(self) -> None:
        """The questions of the form that was sent, page by page, and the papers of the year."""
        found = completing.askable(self.case)
        questions, slots = self.fields["questions"], self.fields["slots"]
        questions.choices = [  # type: ignore[attr-defined]
            (page.short_title, [(each.key, each.label) for each in page.questions]) for page in found.pages
        ]
        slots.choices = [(slot.key, slot.name) for slot in found.slots]  # type: ignore[attr-defined]
        questions.help_text = _("The company then sees these only, with what you write above.")
        for name in ("questions", "slots"):
            self.fields[name].error_messages["invalid_choice"] = _("Choose among those of the list.")
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]

    def _how_to_write(self) -> str:
        contact = primary_contacts([self.case]).get(self.case.company_id)
        language = contact.get_language_display() if contact else dict(settings.LANGUAGES)["fr"]
        return gettext(
            "One thing a line, in the language of our message (%(language)s). The company gets a box to answer each."
        ) % {"language": language}

    @property
    def helper(self) -> FormHelper:
        """The many questions stand folded away: most requests are a sentence."""
        helper = super().helper
        helper.layout = Layout(*(FoldedField(name) if name == "questions" else Field(name) for name in self.fields))
        return helper

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            tuple(given["items"].splitlines()), *(tuple(given.get(name, ())) for name in ("questions", "slots"))
        )

    def clean(self) -> dict[str, Any]:
        """All that is missing is said at once."""
        given = super().clean() or self.cleaned_data
        chosen = given.get("questions") or given.get("slots") or {"questions", "slots"} & set(self.errors)
        if not (given.get("items", "").strip() or chosen) and "items" not in self.errors:
            self.add_error("items", _("Say what is missing: choose questions or documents, or write it in your words."))
        self.check(check_items, said(given.get("items", "").splitlines()))
        if "due_on" in given:
            self.check(check_day, given["due_on"], asked_on=self.on, on=self.on)
        return given


class AnotherDayForm(DeskForm):
    due_on = day_field(
        label=_("To be completed by"),
        error_messages={"required": _("Give the last day on which the company can send it.")},
    )
    reason = reason_field(_("Why the day changes"), _("The company reads it in our message."))

    def __init__(self, *args: Any, asked: CompletionRequest | None, on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_on": asked.due_on if asked else None}, **kwargs)
        self.asked, self.on = asked, on
        last = {"day": words.full_day(last_possible(clock.local_day(asked.asked_at) if asked else on))}
        self.fields["due_on"].help_text = gettext("At the latest %(day)s.") % last

    def clean(self) -> dict[str, Any]:
        """A day that cannot be is said beside a missing reason."""
        given = super().clean() or self.cleaned_data
        if self.asked and "due_on" in given:
            self.check(check_other_day, self.asked, given["due_on"], on=self.on)
        return given


class WithdrawForm(DeskForm):
    reason = reason_field(_("Why it is not needed any more"), _("The company reads it in our message."))
