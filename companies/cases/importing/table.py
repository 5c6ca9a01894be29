"""What every reader gives: rows of text cells under the numbers that a spreadsheet shows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from companies.cases.importing.limits import MAX_CELL, MAX_GRID, MAX_ROWS
from companies.cases.importing.unreadable import too_many_cells, too_many_rows

_SHOWN = re.compile(r'(?is)=?\s*(?:HYPERLINK|LIEN_HYPERTEXTE)\s*\(\s*"(?:[^"]|"")*"\s*[,;]\s*"((?:[^"]|"")*)"\s*\)\s*')
_FORMULA = re.compile(r"(?s)\s*(=|@\w+\(|[+\-][A-Za-z]\w*[!|(])")


@dataclass(frozen=True, slots=True)
class Row:
    """`formulas` holds the text of the formula by column, `cells` what it showed; neither is ever evaluated."""

    number: int
    cells: tuple[str, ...]
    formulas: Mapping[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.formulas) or any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    rows: tuple[Row, ...]


def gather(name: str, rows: Iterable[Row]) -> Table:
    """The rows that hold something; refuses more than `MAX_ROWS` of them, and more than `MAX_GRID` cells."""
    kept: list[Row] = []
    left = MAX_GRID
    for row in rows:
        if row:
            kept.append(row)
            left -= len(row.cells)
        if len(kept) > MAX_ROWS:
            raise too_many_rows()
        if left < 0:
            raise too_many_cells()
    return Table(name, tuple(kept))


def looks_like_formula(text: str) -> bool:
    return _FORMULA.match(text) is not None


def shown_text(formula: str) -> str:
    """The text that a link formula shows, read as plain text; "" for any other formula."""
    match = _SHOWN.fullmatch(formula)
    return match[1].replace('""', '"') if match else ""


def cut(text: str) -> str:
    return text[:MAX_CELL]
