"""XLSX through calamine, which reads fast but hides formulas, drops rows of uncached ones and unpacks bombs."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from posixpath import join, normpath

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from companies.cases.importing import unreadable
from companies.cases.importing.limits import MAX_SHEETS
from companies.cases.importing.readers import archive, sheet_xml
from companies.cases.importing.readers.sheet_xml import Sheet
from companies.cases.importing.table import Row, Table, cut, gather, looks_like_formula, shown_text

Value = str | float | int | bool | time | date | datetime | timedelta


def read(content: bytes) -> Iterator[Table]:
    """The visible sheets that hold something, one after the other. Raises Unreadable."""
    parts = archive.unpack(content)
    paths = _sheet_paths(parts)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(archive.pack(parts))) as book:
            for name in _visible(book)[:MAX_SHEETS]:
                survey = sheet_xml.survey(parts[paths[name]])
                if survey.filled:
                    yield gather(name, _rows(book, name, survey))
    except (CalamineError, KeyError) as error:
        raise unreadable.damaged() from error


def _visible(book: CalamineWorkbook) -> list[str]:
    sheets = book.sheets_metadata
    return [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible and s.typ == SheetTypeEnum.WorkSheet]


def _rows(book: CalamineWorkbook, name: str, survey: Sheet) -> Iterator[Row]:
    """Rows by the number that the spreadsheet shows, those of nothing but uncached formulas included."""
    sheet = book.get_sheet_by_name(name)
    formulas: dict[int, dict[int, str]] = {}
    for (row, column), text in survey.formulas.items():
        formulas.setdefault(row, {})[column] = text
    values = sheet.to_python(skip_empty_area=False)
    last = max(chain([len(values)], formulas))
    for number in range(1, last + 1):
        cells = values[number - 1] if number <= len(values) else []
        yield _row(number, [_text(cell) for cell in cells], formulas.get(number, {}))


def _row(number: int, cells: list[str], formulas: dict[int, str]) -> Row:
    """A formula shows its stored result; without one, the text of a link. Text that looks like one is one too."""
    typed = {i: cell for i, cell in enumerate(cells) if i not in formulas and looks_like_formula(cell)}
    for i, text in typed.items():
        cells[i] = shown_text(text)
    for i, text in formulas.items():
        cells += [""] * (i + 1 - len(cells))
        cells[i] = cells[i] or shown_text(text)
    return Row(number, tuple(cells), typed | formulas)


def _text(value: Value) -> str:
    """A cell as its reader would say it; numbers without a made-up fraction, days in ISO form."""
    match value:
        case bool():
            return str(int(value))
        case float():
            return f"{value:.0f}" if value.is_integer() else f"{value:.2f}"
        case datetime():
            return value.date().isoformat()
        case _:
            return cut(str(value))


class _Elements:
    """Attributes of every element of one name."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.found: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == self.wanted:
            self.found.append({key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def _sheet_paths(parts: dict[str, bytes]) -> dict[str, str]:
    """Part of the archive by name of the sheet."""
    try:
        sheets = _elements(parts["xl/workbook.xml"], "sheet")
        links = _elements(parts["xl/_rels/workbook.xml.rels"], "Relationship")
    except KeyError as error:
        raise unreadable.not_a_list() from error
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    paths = {s.get("name", ""): normpath(join("xl", targets.get(s.get("id", ""), ""))) for s in sheets}
    return {name: path.lstrip("/") for name, path in paths.items()}


def _elements(data: bytes, name: str) -> list[dict[str, str]]:
    handler = _Elements(name)
    sheet_xml.parse(data, handler)
    return handler.found
