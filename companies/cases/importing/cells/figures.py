"""The figures of a year together: who exports more than they sell has probably exchanged two columns."""

from collections.abc import Mapping
from decimal import Decimal

from companies.cases.importing.cells import amounts
from companies.cases.importing.columns import Column
from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Findings
from companies.cases.importing.targets import Year
from companies.common.words import grouped
from companies.reference.models import LegalForm, Sector
from companies.registry import rules


def fill(year: Year, column: Column, text: str, findings: Findings) -> None:
    match column.field:
        case Field.TURNOVER:
            year.turnover = amounts.amount(text, column, findings)
            if not text.strip():
                findings.note(column, "", "turnover_missing")
        case Field.EXPORTS:
            year.exports = amounts.amount(text, column, findings)
        case Field.HEADCOUNT:
            year.headcount = amounts.headcount(text, column, findings)


def doubt(years: Mapping[int, Year], form: LegalForm | None, sector: Sector | None, findings: Findings) -> None:
    """What is possible one by one and odd together. Import it and say so."""
    ceiling = rules.turnover_ceiling(form, sector)
    for year in years.values():
        if year.turnover is not None and year.exports is not None and year.exports > year.turnover:
            findings.note(Field.EXPORTS, _plain(year.exports), "exports_above_turnover")
        if ceiling is not None and year.turnover is not None and year.turnover > ceiling:
            findings.note(Field.TURNOVER, _plain(year.turnover), "above_ceiling", ceiling=_Grouped(ceiling))


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


class _Grouped:
    """A number that groups its thousands in the language of the moment."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __str__(self) -> str:
        return grouped(self.number)
