"""The small fields of the answers to a reminder, one form each: which day, until when, why not."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.cases.enums import DayPart
from companies.common import parse, words
from companies.common.crispy import Helper
from companies.common.text import clean
from companies.dialogue.reasons import COMPANY_WORDS, WHEN_DECLINING
from companies.outreach.answers import Said
from companies.outreach.enums import AnswerKind
from companies.outreach.hours import Hours
from companies.portal.forms import DeclineForm

AFTER: Final = (7, 14, 30)
"""Days from today that are offered for "not now"."""
ANY: Final = "any"
PARTS: Final = (
    (ANY, _("At any time")),
    (DayPart.MORNING.value, _("In the morning")),
    (DayPart.AFTERNOON.value, _("In the afternoon")),
)


class AnswerForm(forms.Form):
    """One answer, told apart from the others of its page by the ids of its fields."""

    kind: AnswerKind

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{self.kind.value}_%s"
        self.helper = Helper()

    @property
    def said(self) -> Said:
        return Said(self.kind)


class DoneForm(AnswerForm):
    kind = AnswerKind.DONE


class HelpForm(AnswerForm):
    """When to call; and the number, where none is known."""

    kind = AnswerKind.HELP
    until = forms.TypedChoiceField(label=_("Which day?"), coerce=date.fromisoformat, widget=forms.RadioSelect)
    day_part = forms.ChoiceField(label=_("At what time?"), choices=PARTS, widget=forms.RadioSelect)
    phone = forms.CharField(
        label=_("At which number?"),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "dir": "ltr", "autocomplete": "tel", "class": "latin-input"}),
        error_messages={"required": _("Write a number we can call, for instance 06 00 00 00 00.")},
    )

    def __init__(self, *args: Any, days: Sequence[date], needs_phone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_days(self.fields["until"], days)
        self.initial.update(until=days[0].isoformat() if days else "", day_part=ANY)
        if not needs_phone:
            del self.fields["phone"]

    def clean_phone(self) -> str:
        try:
            return parse.phone(clean(self.cleaned_data["phone"]))
        except ValueError:
            raise forms.ValidationError(_("Write a number we can call, for instance 06 00 00 00 00.")) from None

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        part = DayPart.ANY if given["day_part"] == ANY else DayPart(given["day_part"])
        return Said(self.kind, until=given["until"], day_part=part, phone=given.get("phone", ""))


class LaterForm(AnswerForm):
    """When to ask again: some days on offer, or one's own, up to the last day."""

    kind = AnswerKind.LATER
    until = forms.ChoiceField(label=_("When shall we write again?"), widget=forms.RadioSelect)
    day = forms.DateField(label=_("Another day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, on: date, last: date, hours: Hours, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last = on + timedelta(days=1), last
        days = later_days(on, last, hours)
        _offer_days(self.fields["until"], days)
        self.fields["day"].widget.attrs |= {"min": self.first.isoformat(), "max": last.isoformat()}
        self.fields["day"].help_text = _("From tomorrow to %(day)s.") % {"day": words.full_day(last)}
        self.initial.update(until=days[0].isoformat() if days else "")

    def clean(self) -> dict[str, Any]:
        """A day written out counts before one that was chosen already."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return given
        chosen = given["day"] or date.fromisoformat(given["until"])
        if not self.first <= chosen <= self.last:
            self.add_error("day", _("Choose a day after today, up to %(day)s.") % {"day": words.full_day(self.last)})
        return given | {"chosen": chosen}

    @property
    def said(self) -> Said:
        return Said(self.kind, until=self.cleaned_data["chosen"])


class NotForUsForm(AnswerForm, DeclineForm):
    """Why not, as one list that opens on a press."""

    kind = AnswerKind.DECLINED
    code = forms.ChoiceField(
        label=_("The main reason"),
        choices=[("", _("Choose a reason")), *((code.value, COMPANY_WORDS[code]) for code in WHEN_DECLINING)],
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )

    @property
    def said(self) -> Said:
        return Said(self.kind, code=self.cleaned_data["code"], text=self.cleaned_data["text"])


def later_days(on: date, last: date, hours: Hours) -> list[date]:
    """Working days in a week, two, a month; near the last day, the next working day."""
    days = [_working(on + timedelta(days=days), hours) for days in AFTER]
    left = [day for day in days if day <= last]
    return left or [day for day in (_working(on + timedelta(days=1), hours),) if day <= last]


def _working(day: date, hours: Hours) -> date:
    """The day itself, or the next one on which somebody is in the office."""
    ahead = (day + timedelta(days=n) for n in range(30))
    return next((each for each in ahead if hours.is_working(each)), day)


def _weekday(day: date) -> str:
    return f"{words.WEEKDAYS[words.language_or_page(None)][day.weekday()]} {words.day(day)}"


def _offer_days(field: forms.Field, days: Sequence[date]) -> None:
    field.choices = [(day.isoformat(), _weekday(day)) for day in days]  # type: ignore[attr-defined]
    field.error_messages |= {"required": _("Choose a day."), "invalid_choice": _("Choose a day.")}
