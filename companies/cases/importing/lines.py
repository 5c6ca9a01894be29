"""The rows of a table that are companies, each with what becomes of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from companies.cases.importing.columns import Columns
from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Findings, Fix
from companies.cases.importing.labels import Labels
from companies.cases.importing.reasons import Level
from companies.cases.importing.rows import Reader
from companies.cases.importing.skipping import Skipper
from companies.cases.importing.table import Table
from companies.cases.importing.targets import Target
from companies.common.text import sort_key

SAME_ICE = "same_ice"  # key of the answer to "row 15 has the same ICE"
TAKE = "take"

_COMPARED = {
    "name": Field.NAME,
    "name_ar": Field.NAME_AR,
    "legal_form": Field.LEGAL_FORM,
    "rc_number": Field.RC,
    "town": Field.TOWN,
    "region": Field.REGION,
    "address": Field.ADDRESS,
    "sector": Field.SECTOR,
    "products": Field.PRODUCTS,
    "current": Field.CURRENT,
    "wanted": Field.WANTED,
    "contact": Field.CONTACT,
    "function": Field.FUNCTION,
    "email": Field.EMAIL,
    "phone": Field.PHONE,
    "language": Field.LANGUAGE,
}
_FIGURES = {"turnover": Field.TURNOVER, "exports": Field.EXPORTS, "headcount": Field.HEADCOUNT}

RowAnswers = Mapping[str, Mapping[str, str]]
"""By row number, then by key of the cell, the text to read instead."""


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass(slots=True)
class Difference:
    """Words for a person; reference rows name themselves in the language of the moment."""

    field: Field
    before: object
    after: object


@dataclass(slots=True)
class Line:
    target: Target
    findings: Findings
    verdict: Verdict | None = None
    differences: list[Difference] = default(default_factory=list)

    @property
    def row(self) -> int:
        return self.target.row

    @property
    def identity(self) -> tuple[str, ...]:
        """Two lines of one identity are one company: by ICE, by name and region where there is none."""
        if self.target.ice:
            return (self.target.ice,)
        return (sort_key(self.target.name or self.target.name_ar), self.target.region)

    def settle(self) -> None:
        """Refused or held back, as soon as a finding says so."""
        if self.findings.at(Level.REFUSE):
            self.verdict = Verdict.REFUSED
        elif self.findings.at(Level.ASK):
            self.verdict = Verdict.ASKED


def understand(
    table: Table,
    columns: Columns,
    labels: Labels,
    *,
    answers: RowAnswers,
    default_year: int,
    within: frozenset[str] | None,
) -> list[Line]:
    """Every company row of `table`. `within` are the codes of the regions that may be imported, all if None."""
    lines = list(_read(table, columns, labels, answers, default_year))
    _find_twins(lines, answers)
    for line in lines:
        _check_region(line, labels, within)
        line.settle()
    return lines


def _read(table: Table, columns: Columns, labels: Labels, answers: RowAnswers, default_year: int) -> Iterator[Line]:
    skipper = Skipper(columns)
    year = max(columns.years(), default=default_year)
    for row in table.rows:
        if row.number > columns.header.number and not skipper.skips(row):
            given = answers.get(str(row.number), {})
            yield Line(*Reader(row, columns, labels, year, given).read())


def _find_twins(lines: Sequence[Line], answers: RowAnswers) -> None:
    """Of lines that are one company the first counts, unless a person chose a later one."""
    first: dict[tuple[str, ...], Line] = {}
    for line in lines:
        if not line.target.ice and line.findings.at(Level.ASK):
            continue
        twin = first.setdefault(line.identity, line)
        if twin is line:
            continue
        if line.target.says_the_same_as(twin.target):
            _leave_out(line, twin)
        elif answers.get(str(line.row), {}).get(SAME_ICE) == TAKE:
            _leave_out(twin, line)
            first[line.identity] = line
        else:
            _ask(line, twin)


def _leave_out(line: Line, counts: Line) -> None:
    line.verdict = Verdict.UNCHANGED
    line.findings.clear()
    line.findings.note(Field.ICE, line.target.ice, "row_repeated", other=counts.row)


def _ask(line: Line, twin: Line) -> None:
    fix = Fix(SAME_ICE, TAKE, _("Import this row instead"))
    line.findings.note(Field.ICE, line.target.ice, "ice_twice", fix, other=twin.row)
    line.differences = list(_side_by_side(twin.target, line.target))


def _side_by_side(one: Target, other: Target) -> Iterator[Difference]:
    for name, field in _COMPARED.items():
        before, after = getattr(one, name), getattr(other, name)
        if before != after:
            yield Difference(field, _plain(before), _plain(after))
    for year in one.years.keys() | other.years.keys():
        for name, field in _FIGURES.items():
            before, after = (getattr(target.years.get(year), name, None) for target in (one, other))
            if before != after:
                yield Difference(field, _plain(before), _plain(after))


def _plain(value: object) -> str:
    """Codes and figures as they are."""
    match value:
        case None:
            return ""
        case tuple():
            return " ".join(value)
        case Decimal():
            return f"{value.normalize():f}"
        case _:
            return str(value)


def _check_region(line: Line, labels: Labels, within: frozenset[str] | None) -> None:
    region = line.target.region
    if within is not None and region and region not in within:
        row = labels.rows["region"][region]
        line.findings.note(Field.REGION, str(row), "other_region", region=row)
