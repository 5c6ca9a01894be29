from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases import lifecycle
from companies.cases.enums import ClosedAs, Stage, Status
from companies.cases.models import Case
from companies.desk import phrases
from companies.desk.forms.base import DeskForm, FoldedField, day_field
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import completing
from companies.enrolment.queries import primary_contacts, was_asked
from companies.enrolment.rules import DAYS_TO_COMPLETE


def offered(case: Case) -> list[Status]:
    """The moves an officer may choose: those of the table that are not the company's own acts, in its order."""
    allowed = lifecycle.MOVES[Status(case.status)] - lifecycle.COMPANY_ACTS
    return [status for status in Status if status in allowed]


class MoveForm(DeskForm):
    """Where the case goes next, and why. `version` is the case as the person saw it."""

    to = forms.ChoiceField(label=_("New status"), widget=forms.RadioSelect)
    fact_on = day_field(
        label=_("Day of the export"),
        required=False,
        help_text=_("The day the goods or the service left, by the evidence."),
    )
    note = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2000,
        help_text=_("For the file. Of an export, name the evidence: customs declaration, invoice, proof of payment."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    items = forms.CharField(
        label=_("What is missing"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions to answer again"), required=False, widget=forms.CheckboxSelectMultiple
    )
    slots = forms.MultipleChoiceField(
        label=_("Documents to hand in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = day_field(
        label=_("To be completed by"),
        required=False,
        help_text=_(
            "The last day on which the company can send it. The time limit of our answer is stopped until then."
        ),
    )
    reason = forms.CharField(
        label=_("Why the company is asked a second time"),
        required=False,
        max_length=600,
        help_text=_("The company reads it in our message."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, user: User, on: date, **kwargs: Any) -> None:
        given = {"version": case.version, "due_on": on + DAYS_TO_COMPLETE}
        super().__init__(*args, initial=given, **kwargs)
        self.case, self.user, self.on = case, user, on
        steps = offered(case)
        here = Stage(case.stage)
        self.fields["to"].choices = [(step.value, _named(step, here)) for step in steps]  # type: ignore[attr-defined]
        if any(lifecycle.goes_back(Status(case.status), step) for step in steps) or Status.CONFIRMED in steps:
            self.sometimes = frozenset({"fact_on", "note"})
        if Status.CONFIRMED not in steps:
            del self.fields["fact_on"]
            self.fields["note"].help_text = _("For the file.")
        self._shape_request(Status.INFORMATION_REQUESTED in steps)

    def _shape_request(self, offered: bool) -> None:
        """Of a request for completion: what is asked, by when, and of a second one why."""
        again = offered and was_asked(self.case)
        for name in ("items", "questions", "slots", "due_on") if not offered else ():
            del self.fields[name]
        if not again:
            del self.fields["reason"]
        if offered:
            self.sometimes |= {"items", "questions", "slots", "due_on", "reason"}
            self.fields["items"].help_text = self._how_it_is_asked()
            self._offer_parts()

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

    @property
    def helper(self) -> FormHelper:
        """The many questions stand folded away: most requests are a sentence."""
        helper = super().helper
        drawn = [FoldedField(name) if name == "questions" else Field(name) for name in self.fields]
        helper.layout = Layout(*drawn)
        return helper

    def _how_it_is_asked(self) -> str:
        """In which language to write, and what leaves at once on saving."""
        contact = primary_contacts([self.case]).get(self.case.company_id)
        language = contact.get_language_display() if contact else dict(settings.LANGUAGES)["fr"]
        written = gettext(
            "When a completion is requested: one thing a line, in the language of our message (%(language)s). "
            "Or choose questions and documents below."
        ) % {"language": language}
        if not contact or not contact.email:
            leaves = gettext("Nobody has an e-mail address: you are given a letter to send.")
        else:
            leaves = gettext(
                "A message leaves at once to %(person)s, in the name of the officer who follows the file."
            ) % {"person": phrases.isolated(str(contact))}
        return f"{written} {leaves}"

    def clean_to(self) -> Status:
        return Status(self.cleaned_data["to"])

    def clean(self) -> dict[str, Any]:
        """A step back has its reason, an export its day and its evidence: all that is missing is said at once."""
        given = super().clean() or self.cleaned_data
        to = given.get("to")
        if to == Status.CONFIRMED:
            self._require_evidence(given)
        if to == Status.INFORMATION_REQUESTED:
            self._require_request(given)
        if to and lifecycle.goes_back(Status(self.case.status), to) and not given.get("note", "").strip():
            self.add_error("note", _("Say why the file goes back."))
        return given

    def _require_request(self, given: dict[str, Any]) -> None:
        if not (given.get("items", "").strip() or given.get("questions") or given.get("slots")):
            self.add_error("items", _("Say what is missing: choose questions or documents, or write it in your words."))
        if not given.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Give the last day on which the company can send it."))
        elif given.get("due_on") and given["due_on"] <= self.on:
            self.add_error("due_on", _("Choose a day after today."))
        if "reason" in self.fields and not self.user.grant.supervises:
            self.add_error("to", _("The company was asked once already. A second request is the regional manager's."))
        elif "reason" in self.fields and not given.get("reason", "").strip():
            self.add_error("reason", _("The company was asked once already: write down why it is asked again."))

    def _require_evidence(self, given: dict[str, Any]) -> None:
        if not given.get("fact_on") and "fact_on" not in self.errors:
            self.add_error("fact_on", _("Give the day the goods or the service left."))
        if not given.get("note", "").strip() and "note" not in self.errors:
            self.add_error("note", _("Name the evidence: customs declaration, invoice, proof of payment."))


def _named(step: Status, here: Stage) -> str:
    """A status of another stage says so: "Coaching: Diagnostic"."""
    stage, status = lifecycle.STAGE_OF[step], lifecycle.STATUS_WORDS[step].officer
    if stage == here:
        return str(status)
    return gettext("%(stage)s: %(status)s") % {"stage": lifecycle.STAGE_WORDS[stage].officer, "status": status}


class CloseForm(DeskForm):
    """How a case ends, and what held the company back."""

    sometimes = frozenset({"note"})
    closed_as = forms.ChoiceField(label=_("How it ends"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("What held the company back"),
        required=False,
        choices=[("", _("Not known")), *ObstacleCode.choices],
        help_text=_("The main reason; it counts in the figures."),
    )
    note = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=300,
        help_text=_("Needed when the reason is another one than those of the list."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": case.version}, **kwargs)
        endings = lifecycle.endings(Status(case.status))
        words = [(e.value, lifecycle.CLOSED_WORDS[e].officer) for e in ClosedAs if e in endings]
        self.fields["closed_as"].choices = words  # type: ignore[attr-defined]

    def clean_closed_as(self) -> ClosedAs:
        return ClosedAs(self.cleaned_data["closed_as"])

    def clean_reason(self) -> ObstacleCode | None:
        return ObstacleCode(self.cleaned_data["reason"]) if self.cleaned_data["reason"] else None


class ReopenForm(DeskForm):
    note = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Say why the file is opened again.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
