from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import User
from companies.cases import lifecycle
from companies.cases.enums import ClosedAs, Stage, Status
from companies.cases.models import Case
from companies.desk.forms.base import DeskForm, day_field
from companies.dialogue.enums import ObstacleCode
from companies.enrolment.queries import was_asked


def offered(case: Case) -> list[Status]:
    """The moves an officer may choose: those of the table that are not the company's own acts, in its order.

    To ask for a completion has a page of its own (`may_be_asked`).
    """
    allowed = lifecycle.MOVES[Status(case.status)] - lifecycle.COMPANY_ACTS - {Status.INFORMATION_REQUESTED}
    return [status for status in Status if status in allowed]


def may_be_asked(case: Case) -> bool:
    """Whether something can be asked back of the company now."""
    return lifecycle.may_move(Status(case.status), Status.INFORMATION_REQUESTED)


def may_ask(case: Case, user: User) -> bool:
    """Whether this person can ask something back: a second request is the regional manager's. A statement in review."""
    return may_be_asked(case) and (user.grant.supervises or not was_asked(case))


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
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": case.version}, **kwargs)
        self.case = case
        steps = offered(case)
        here = Stage(case.stage)
        self.fields["to"].choices = [(step.value, _named(step, here)) for step in steps]  # type: ignore[attr-defined]
        if any(lifecycle.goes_back(Status(case.status), step) for step in steps) or Status.CONFIRMED in steps:
            self.sometimes = frozenset({"fact_on", "note"})
        if Status.CONFIRMED not in steps:
            del self.fields["fact_on"]
            self.fields["note"].help_text = _("For the file.")

    def clean_to(self) -> Status:
        return Status(self.cleaned_data["to"])

    def clean(self) -> dict[str, Any]:
        """A step back has its reason, an export its day and its evidence: all that is missing is said at once."""
        given = super().clean() or self.cleaned_data
        to = given.get("to")
        if to == Status.CONFIRMED:
            self._require_evidence(given)
        if to and lifecycle.goes_back(Status(self.case.status), to) and not given.get("note", "").strip():
            self.add_error("note", _("Say why the file goes back."))
        return given

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
