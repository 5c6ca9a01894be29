"""What the pages of an import show, ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from companies.cases.importing.columns import key
from companies.cases.importing.findings import Finding
from companies.cases.importing.lines import Difference, Line, Verdict
from companies.cases.importing.preview import Preview, Unmatched
from companies.cases.importing.reasons import REASONS, Level
from companies.cases.models import ImportBatch
from companies.common.components import Count
from companies.desk.forms.imports import AnswersForm

MOST_SHOWN: Final = 200  # of one kind; the counts are of all


@dataclass(frozen=True, slots=True)
class Told:
    """One finding beside its company. `fields` are the inputs that answer it; `differences` those of two rows."""

    finding: Finding
    company: str
    fields: Sequence[BoundField] = ()
    differences: Sequence[Difference] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Remarks on one column."""

    column: str
    told: Sequence[Told]
    count: int


def page_of(batch: ImportBatch, preview: Preview, form: AnswersForm) -> dict[str, Any]:
    counts = preview.counts
    return {
        "batch": batch,
        "preview": preview,
        "form": form,
        "counts": _counts(preview),
        "seen": {f"seen-{verdict}": number for verdict, number in counts.items()},
        "accepted": counts[Verdict.NEW] + counts[Verdict.CHANGED],
        "columns": [(label, form[f"column-{key(label)}"]) for label in _unknown(preview)],
        "labels": [(unmatched, form[_name(unmatched)]) for unmatched in form.unmatched()],
        "asked": _told(preview, form.asked(), form),
        "changed": [(line, form[f"keep-{line.row}"]) for line in form.changed()],
        "refused": _told(preview, preview.findings(Level.REFUSE)),
        "warned": _groups(preview),
        "given": bool(batch.answers),
        "most": MOST_SHOWN,
    }


def result_of(batch: ImportBatch) -> dict[str, Any]:
    """What a batch brought, and the rows it left out with the sentence that says why."""
    numbers = batch.counts
    words = {
        Verdict.NEW: _("added"),
        Verdict.CHANGED: _("updated"),
        Verdict.UNCHANGED: _("without change"),
    }
    held = [
        {"row": one["row"], "column": one["column"], "sentence": REASONS[one["reason"]].sentence(one["params"])}
        for one in numbers.get("held", ())
        if one["reason"] in REASONS
    ]
    counts = [Count(numbers.get(verdict.value, 0), label) for verdict, label in words.items()]
    return {"batch": batch, "counts": counts, "held": held}


def _counts(preview: Preview) -> list[Count]:
    """Warned rows are among the accepted ones and counted beside them."""
    numbers = preview.counts
    refused = {finding.row for finding in preview.findings(Level.REFUSE)}
    warned = {finding.row for finding in preview.findings(Level.WARN)}
    return [
        Count(numbers[Verdict.NEW], _("to add")),
        Count(numbers[Verdict.CHANGED], _("to update"), "#changed" if numbers[Verdict.CHANGED] else ""),
        Count(numbers[Verdict.UNCHANGED], _("without change")),
        Count(numbers[Verdict.ASKED], _("to decide"), "#asked" if numbers[Verdict.ASKED] else ""),
        Count(len(refused), _("refused"), "#refused" if refused else ""),
        Count(len(warned), _("with a remark"), "#warned" if warned else ""),
    ]


def _unknown(preview: Preview) -> Sequence[str]:
    return preview.columns.unknown if preview.columns else ()


def _name(unmatched: Unmatched) -> str:
    return f"label-{unmatched.kind}-{unmatched.key}"


def _told(preview: Preview, findings: Sequence[Finding], form: AnswersForm | None = None) -> list[Told]:
    """Findings beside their companies, in the order of the file."""
    lines = {line.row: line for line in preview.lines}
    return [_beside(f, lines[f.row], form) for f in findings[:MOST_SHOWN]]


def _beside(finding: Finding, line: Line, form: AnswersForm | None) -> Told:
    differences = line.differences if finding.reason == "ice_twice" else ()
    return Told(finding, _company(line), form.of_cell(finding) if form else (), differences)


def _company(line: Line) -> str:
    return line.target.name or line.target.name_ar


def _groups(preview: Preview) -> list[Group]:
    """Remarks by column, in the order of the file; what replaces a value of the registry is shown elsewhere."""
    groups: dict[str, list[Finding]] = {}
    for finding in preview.findings(Level.WARN):
        if finding.reason not in ("changed", "added"):
            groups.setdefault(finding.column, []).append(finding)
    return [Group(column, _told(preview, found), len(found)) for column, found in groups.items()]
