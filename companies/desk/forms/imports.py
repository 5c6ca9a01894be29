"""A list brought, and the answers about it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.cases.importing.answers import Answers
from companies.cases.importing.cells.amounts import is_amount
from companies.cases.importing.columns import IGNORED, key
from companies.cases.importing.comparing import KEEP, REGISTRY
from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Finding, Question
from companies.cases.importing.lines import Line, Verdict
from companies.cases.importing.preview import Preview, Unmatched
from companies.cases.importing.reasons import Level
from companies.desk.forms.base import DeskForm
from companies.reference.enums import BY_TOWN, NONE, AliasKind
from companies.reference.ordering import by_name

AMOUNTS: Final = frozenset({Field.TURNOVER, Field.EXPORTS})
MAY_BE_WRITTEN: Final = AMOUNTS | {Field.ICE}
LONGEST: Final = 60
MOST_ASKED: Final = 200  # of one kind at a time; the next ones follow once these are answered
_COMPARED: Final = (Verdict.CHANGED, Verdict.UNCHANGED)
_KINDS: Final = frozenset({"column", "label", "cell", "text", "keep"})
SELECT: Final = {"class": "form-select"}


class UploadForm(DeskForm):
    file = forms.FileField(
        label=pgettext_lazy("document", "File"),
        help_text=_("CSV or Excel (.xlsx). The list needs at least the columns ICE, company name, and region or town."),
        widget=forms.FileInput({"accept": ".csv,.txt,.xlsx,.xlsm"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )


class AnswersForm(DeskForm):
    """One field per question of a preview. Leaving one empty answers nothing."""

    def __init__(self, preview: Preview, given: Answers, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.preview = preview
        for name, field in self._questions(given):
            self.fields[name] = field

    def _questions(self, given: Answers) -> Iterator[tuple[str, forms.Field]]:
        for label in self.preview.columns.unknown if self.preview.columns else ():
            yield f"column-{key(label)}", _choice(label, [(IGNORED, _("Leave this column out")), *Field.choices])
        for unmatched in self.unmatched():
            yield f"label-{unmatched.kind}-{unmatched.key}", _choice(unmatched.label, self._codes(unmatched))
        for finding in self.asked():
            yield from _cell(finding)
        for line in self.changed():
            kept = given.rows.get(str(line.row), {}).get(REGISTRY) == KEEP
            yield f"keep-{line.row}", _tick(_("Keep the registry's values"), ticked=kept)

    def _codes(self, unmatched: Unmatched) -> list[tuple[Any, Any]]:
        """Proposals first, then everything; what fits nowhere, where nowhere is an answer."""
        labels = self.preview.labels
        rows = labels.rows[unmatched.kind] if labels else {}
        every = [(row.code, row) for row in by_name(rows.values())]
        proposed = [(fix.value, fix.words) for fix in unmatched.fixes]
        extra = _EXTRA.get(unmatched.kind, [])
        return [*([(_("Proposed"), proposed)] if proposed else []), *extra, (_("All"), every)]

    def unmatched(self) -> list[Unmatched]:
        return self.preview.unmatched()[:MOST_ASKED]

    def asked(self) -> list[Finding]:
        """What is asked of single cells."""
        return [f for f in self.preview.findings(Level.ASK) if f.question is Question.CELL][:MOST_ASKED]

    def changed(self) -> list[Line]:
        return [line for line in self.preview.lines if line.differences and line.verdict in _COMPARED][:MOST_ASKED]

    def of_cell(self, finding: Finding) -> list[BoundField]:
        names = (f"cell-{finding.row}-{finding.key}", f"text-{finding.row}-{finding.key}")
        return [self[name] for name in names if name in self.fields]

    def answers(self) -> Answers:
        """What was answered, under the names that the importer reads."""
        answers = Answers()
        for name, value in self.cleaned_data.items():
            kind, _dash, rest = name.partition("-")
            where, _dash, what = rest.partition("-")
            match kind:
                case "column":
                    answers.columns[rest] = value
                case "label" if value:
                    answers.labels.setdefault(where, {})[what] = value
                case "keep":
                    answers.rows.setdefault(where, {})[REGISTRY] = KEEP if value else ""
                case "cell" if value:
                    cell, _equals, text = value.partition("=")
                    answers.rows.setdefault(where, {})[cell] = text
                case "text" if value:
                    answers.rows.setdefault(where, {})[what] = value
        return answers

    @staticmethod
    def speaks(data: Mapping[str, Any]) -> bool:
        """Whether anything was answered at all: the file need not be read again to find out."""
        return any(value for name, value in data.items() if name.partition("-")[0] in _KINDS)

    @staticmethod
    def seen(data: Mapping[str, Any]) -> dict[str, int]:
        """The counts that the person had before their eyes."""
        return {verdict.value: _count(data.get(f"seen-{verdict}", "")) for verdict in Verdict}


_EXTRA: Final[dict[str, list[tuple[str, Any]]]] = {
    AliasKind.TOWN: [(NONE, _("None: keep the town as written"))],
    AliasKind.REGION: [(BY_TOWN, _("By the town, row by row"))],
    AliasKind.LEGAL_FORM: [(NONE, _("None of them"))],
    AliasKind.SECTOR: [(NONE, _("None of them"))],
}


def _choice(label: str, choices: list[tuple[Any, Any]]) -> forms.ChoiceField:
    choices = [("", _("Not answered")), *choices]
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.Select(SELECT))


def _tick(label: Any, *, ticked: bool) -> forms.BooleanField:
    widget = forms.CheckboxInput({"class": "form-check-input"})
    return forms.BooleanField(label=label, initial=ticked, required=False, widget=widget)


def _cell(finding: Finding) -> Iterator[tuple[str, forms.Field]]:
    """A choice among the proposals, and room to write where the right value is known to the person alone."""
    if finding.fixes:
        choices = [("", _("Leave this row out")), *((f"{fix.key}={fix.value}", fix.words) for fix in finding.fixes)]
        yield (
            f"cell-{finding.row}-{finding.key}",
            forms.ChoiceField(label=_("Answer"), choices=choices, required=False, widget=forms.Select(SELECT)),
        )
    if finding.field in MAY_BE_WRITTEN and finding.reason != "ice_twice":
        widget = forms.TextInput({"dir": "ltr", "class": "form-control short latin-input", "autocomplete": "off"})
        yield (
            f"text-{finding.row}-{finding.key}",
            forms.CharField(
                label=_("Or write it"),
                max_length=LONGEST,
                required=False,
                widget=widget,
                validators=[_amount] if finding.field in AMOUNTS else [],
            ),
        )


def _amount(written: str) -> None:
    if not is_amount(written):
        raise forms.ValidationError(_("This is not an amount. Write it in dirhams, in digits."))


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
