"""The workbook's own XML, for what the fast reader hides: formulas, and cells far outside the list.

expat without entities: a document type declaration has no place in a workbook and is refused.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from companies.cases.importing import unreadable
from companies.cases.importing.limits import MAX_COLUMNS, MAX_GRID, MAX_ROWS
from companies.cases.importing.table import cut

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_FAR = 2 * MAX_ROWS  # a row number, blank rows included


@dataclass
class Sheet:
    """Where the formulas stand, as {(row, column): text}; rows from 1, columns from 0."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    filled: int = 0


def parse(data: bytes, handler: Any) -> None:
    """Run `handler` (with `start`, `end`, `text`) over a part. Raises Unreadable."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding that nobody knows
        raise unreadable.damaged() from error


def survey(data: bytes) -> Sheet:
    """Formulas of a sheet, once it is certain that its cells stay within bounds. Raises Unreadable."""
    surveyor = _Surveyor()
    parse(data, surveyor)
    return surveyor.sheet


def _refuse_doctype(*_args: object) -> None:
    raise unreadable.damaged()


class _Surveyor:
    def __init__(self) -> None:
        self.sheet = Sheet()
        self.row, self.column = 0, -1
        self.last_row, self.last_column = 0, -1
        self.formula: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                self.row = _number(attributes.get("r", ""), self.row + 1)
                self.column = -1
            case "c":
                self._cell(attributes.get("r", ""))
            case "v" | "is":
                self._within_bounds()
            case "f":
                self._within_bounds()
                self.formula = []

    def end(self, name: str) -> None:
        if self.formula is not None and name.rpartition(" ")[2] == "f":
            self.sheet.formulas[self.row, self.column] = "=" + cut("".join(self.formula))
            self.formula = None

    def text(self, data: str) -> None:
        if self.formula is not None:
            self.formula.append(data)

    def _cell(self, reference: str) -> None:
        match = _CELL.fullmatch(reference)
        if match is None:
            self.column += 1
            return
        self.row, self.column = int(match[2]), _column(match[1])

    def _within_bounds(self) -> None:
        """Only cells that hold something count: whole columns are often formatted down to the last row."""
        self.sheet.filled += 1
        if self.row > _FAR:
            raise unreadable.too_many_rows()
        if self.column >= MAX_COLUMNS:
            raise unreadable.too_wide()
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if self.last_row * (self.last_column + 1) > MAX_GRID:
            raise unreadable.swollen()


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _column(letters: str) -> int:
    """A -> 0, Z -> 25, AA -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
