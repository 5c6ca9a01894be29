"""The rules of one ladder, changed together; and the day of a dry run."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.outreach.models import Policy
from companies.outreach.policy.ruling import Change, Wanted, changes
from companies.outreach.policy.rungs import Ladder, Stand

LONGEST_WAIT: Final = 365
MOST_ON_A_DAY: Final = 5000


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LadderForm(forms.Form):
    """Days and switch of every rung, from a day on. `changed` is what saving it would make."""

    valid_from = forms.DateField(label=_("applies from"), widget=DayInput, help_text=_("today or later"))
    first_day = forms.IntegerField(
        label=_("at most on the first day"),
        min_value=1,
        max_value=MOST_ON_A_DAY,
        help_text=_("The rest follows on the working days after, as many a day."),
    )

    def __init__(
        self, ladder: Ladder, rules: Mapping[int, Policy], today: date, first_day: int, data: Any = None
    ) -> None:
        self.ladder, self.rules, self.today = ladder, rules, today
        self.changed: list[Change] = []
        super().__init__(data, initial={"valid_from": today, "first_day": first_day})
        for stand in ladder.stands:
            self._add(stand, rules.get(stand.rung))

    def _add(self, stand: Stand, rule: Policy | None) -> None:
        number = forms.IntegerField(label=stand.unit(stand.number), min_value=0, max_value=LONGEST_WAIT)
        number.initial = rule.wait_days if rule else stand.number
        switch = forms.BooleanField(label=_("switched on"), required=False, initial=bool(rule and rule.active))
        self.fields[f"number_{stand.rung}"], self.fields[f"active_{stand.rung}"] = number, switch

    @property
    def rungs(self) -> Iterator[tuple[Stand, Policy | None, forms.BoundField, forms.BoundField, str]]:
        """Rung, rule in force, field of its number, field of its switch, what so many are called."""
        for stand in self.ladder.stands:
            rule, number = self.rules.get(stand.rung), self[f"number_{stand.rung}"]
            unit = stand.unit(rule.wait_days if rule else stand.number)
            yield stand, rule, number, self[f"active_{stand.rung}"], unit

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < self.today:
            raise ValidationError(_("A rule never reaches back: choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        rungs = [stand.rung for stand in self.ladder.stands]
        wanted = {rung: Wanted(data[f"number_{rung}"], data[f"active_{rung}"]) for rung in rungs}
        self._in_order(wanted)
        self.changed = changes(self.ladder, wanted, data["valid_from"])
        if not self.changed and not self.errors:
            self.add_error(None, ValidationError(_("Nothing changed: these rules apply on that day already.")))
        return data

    def _in_order(self, wanted: Mapping[int, Wanted]) -> None:
        """A rung comes after those before it; notices before a deadline are counted from another day."""
        longest = -1
        for rung, each in wanted.items():
            if self.ladder.stand(rung).before or not each.active:
                continue
            if each.number <= longest:
                self.add_error(f"number_{rung}", _("A rung comes later than the one before it."))
            longest = max(longest, each.number)


class DayForm(forms.Form):
    """The day of a dry run; what is possible is the dry run's to say."""

    on = forms.DateField(label=_("day"), widget=DayInput)
