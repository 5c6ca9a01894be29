"""A preview as one object for scripts, in the language of the moment."""

from typing import Any

from companies.cases.importing.findings import Finding
from companies.cases.importing.preview import Preview
from companies.cases.importing.reasons import Level


def as_json(preview: Preview, *, written: bool) -> dict[str, Any]:
    """Row numbers as the spreadsheet shows them; an asked row is held back until answered."""
    counts = preview.counts
    return {
        "file_error": str(preview.file_error.message) if preview.file_error else None,
        "rows": len(preview.lines),
        "new": counts["new"],
        "changed": counts["changed"],
        "unchanged": counts["unchanged"],
        "warned": [_finding(f) for f in preview.findings(Level.WARN)],
        "asked": [_finding(f) for f in preview.findings(Level.ASK)],
        "refused": [_finding(f) for f in preview.findings(Level.REFUSE)],
        "unmatched": [{"kind": u.kind.value, "label": u.label, "rows": u.rows} for u in preview.unmatched()],
        "written": written,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {"row": finding.row, "column": finding.column, "value": finding.value, "reason": told(finding)}


def told(finding: Finding) -> str:
    """What is wrong, what is proposed, what to do."""
    proposals = " / ".join(str(fix.words) for fix in finding.fixes)
    return " ".join(filter(None, [finding.sentence, f"({proposals})" if proposals else "", finding.remedy]))
