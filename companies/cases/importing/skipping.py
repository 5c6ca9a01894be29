"""Rows under the header that are no company: the header again, totals, notes."""

import re

from companies.cases.importing.columns import Columns
from companies.cases.importing.fields import Field
from companies.cases.importing.table import Row
from companies.common.text import clean, fold, latin_digits

_TOTAL = re.compile(r"(sous[ -]?|grand )?(totaux|total)\b|المجموع|مجموع")


class Skipper:
    """Asked row by row, from the top: what stands below the totals counts for less."""

    def __init__(self, columns: Columns) -> None:
        self.header = _folded(columns.header)
        self.ice, self.name = columns.of(Field.ICE), columns.of(Field.NAME)
        self.reach = [c for c in (columns.of(Field.EMAIL), columns.of(Field.PHONE)) if c]
        self.below_totals = False

    def skips(self, row: Row) -> bool:
        if self._is_total(row):
            self.below_totals = True
            return True
        return self._is_header(row) or self._is_note(row)

    def _is_header(self, row: Row) -> bool:
        return fold(row.cells[0]) == self.header[0] and _folded(row) == self.header

    def _is_total(self, row: Row) -> bool:
        """A total stands where no company could: in the ICE's place, or as a name that nobody can reach."""
        if _TOTAL.match(fold(_cell(row, self.ice.index if self.ice else -1))):
            return True
        named = _TOTAL.fullmatch(fold(_cell(row, self.name.index if self.name else -1)).rstrip(" :"))
        return bool(named) and not any(_cell(row, column.index) for column in self.reach)

    def _is_note(self, row: Row) -> bool:
        """A single filled cell: a footnote, or the title of a section inside the list."""
        filled = [(i, cell) for i, cell in enumerate(row.cells) if cell and not cell.isspace()]
        if len(filled) != 1:
            return False
        index, text = filled[0]
        is_name = self.name is not None and index == self.name.index
        return self.below_totals or not (is_name or _has_digits(text))


def _cell(row: Row, index: int) -> str:
    return clean(row.cells[index]) if 0 <= index < len(row.cells) else ""


def _has_digits(text: str) -> bool:
    return bool(re.search(r"\d{8}", latin_digits(text)))


def _folded(row: Row) -> tuple[str, ...]:
    cells = [fold(cell) for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
