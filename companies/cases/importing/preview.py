"""A file as it would be imported now: every row with its verdict, nothing written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from companies.cases.importing import columns, comparing, lines, readers
from companies.cases.importing.answers import Answers
from companies.cases.importing.columns import Columns
from companies.cases.importing.comparing import Compared
from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Finding, Fix, Question
from companies.cases.importing.labels import Labels
from companies.cases.importing.lines import Line, Verdict
from companies.cases.importing.reasons import Level
from companies.cases.importing.unreadable import Unreadable
from companies.common import clock
from companies.common.text import fold
from companies.reference.enums import AliasKind

KIND_OF = {
    Field.SECTOR: AliasKind.SECTOR,
    Field.LEGAL_FORM: AliasKind.LEGAL_FORM,
    Field.TOWN: AliasKind.TOWN,
    Field.PROVINCE: AliasKind.TOWN,
    Field.REGION: AliasKind.REGION,
}


@dataclass(slots=True)
class Unmatched:
    """A label that no code, name or remembered spelling knows; answered once for all its rows."""

    kind: AliasKind
    label: str
    rows: list[int] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)

    @property
    def key(self) -> str:
        return fold(self.label)


@dataclass(slots=True)
class Prepared:
    """A file understood, not yet compared. `within` are the regions it may touch, all if None."""

    columns: Columns
    labels: Labels
    lines: list[Line]
    answers: Answers
    within: frozenset[str] | None

    def compared(self) -> Iterator[list[Compared]]:
        return comparing.compare(self.lines, self.labels, answers=self.answers.rows, within=self.within)


@dataclass(slots=True)
class Preview:
    """`columns` are there as soon as a header was found, even if it names too little."""

    file_error: Unreadable | None = None
    columns: Columns | None = None
    labels: Labels | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Lines by verdict; they add up to all of them."""
        counter = Counter(line.verdict for line in self.lines)
        return {verdict.value: counter[verdict] for verdict in Verdict}

    def findings(self, level: Level) -> list[Finding]:
        """In the order of the file. A refused row has nothing else to be said about."""
        refused = level is Level.REFUSE
        wanted = [line for line in self.lines if refused or line.verdict is not Verdict.REFUSED]
        return [finding for line in wanted for finding in line.findings.at(level)]

    def unmatched(self) -> list[Unmatched]:
        found: dict[tuple[str, str], Unmatched] = {}
        for finding in self.findings(Level.ASK):
            if finding.question is Question.LABEL:
                kind = KIND_OF[finding.field]
                label = found.setdefault((kind, fold(finding.value)), Unmatched(kind, finding.value))
                label.rows.append(finding.row)
                label.fixes += [fix for fix in finding.fixes if fix not in label.fixes]
        return list(found.values())


def prepare(content: bytes, answers: Answers, *, at: datetime, within: frozenset[str] | None) -> Prepared:
    """Read and understand a file. Raises Unreadable."""
    table, found = columns.find(readers.read(content), answers.columns)
    found.check()
    labels = Labels(answers.labels)
    understood = lines.understand(
        table,
        found,
        labels,
        answers=answers.rows,
        default_year=clock.local_day(at).year - 1,
        within=within,
    )
    if not understood:
        raise columns.unreadable.no_rows()
    return Prepared(found, labels, understood, answers, within)


def look(content: bytes, answers: Answers, *, at: datetime, within: frozenset[str] | None = None) -> Preview:
    """What confirming would do now; an unreadable file is an answer too."""
    try:
        prepared = prepare(content, answers, at=at, within=within)
    except Unreadable as error:
        return Preview(error, _header(content, answers))
    for _chunk in prepared.compared():
        pass
    return Preview(None, prepared.columns, prepared.labels, prepared.lines)


def _header(content: bytes, answers: Answers) -> Columns | None:
    """The columns of a file that names too few of them: the person can say what the others are."""
    try:
        return columns.find(readers.read(content), answers.columns)[1]
    except Unreadable:
        return None
