"""Which row names the columns, and what each column says."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import pgettext_lazy

from companies.cases.importing import unreadable
from companies.cases.importing.fields import REQUIRED, SYNONYMS, YEARLY, Field
from companies.cases.importing.limits import HEADER_WITHIN
from companies.cases.importing.table import Row, Table
from companies.common.text import clean, fold

IGNORED: Final = "-"  # answer on the page: this column says nothing of use
_YEAR = re.compile(r"\b(20\d\d)\b")
_UNIT = re.compile(r"\b(mad|dhs?|dirhams?|درهم)\b")
_NOT_WORD = re.compile("[^0-9a-z\u0600-\u06ff]+")
_LEAST_KNOWN = 2


@dataclass(frozen=True, slots=True)
class Column:
    """`year` is 0 where the header names none."""

    index: int
    label: str
    field: Field
    year: int = 0

    @property
    def key(self) -> str:
        """The name of this column's cells in the answers given on the page."""
        return f"{self.field.value}:{self.year}" if self.year else self.field.value


@dataclass(frozen=True, slots=True)
class Columns:
    header: Row
    known: tuple[Column, ...]
    unknown: tuple[str, ...]
    first: Mapping[Field, Column]

    def of(self, field: Field) -> Column | None:
        return self.first.get(field)

    def label(self, field: Field) -> str:
        """As the file calls it; as we do where the file has no such column."""
        column = self.of(field)
        return column.label if column else str(field.label)

    def years(self) -> list[int]:
        return sorted({c.year for c in self.known if c.field in YEARLY and c.year})

    @property
    def missing(self) -> tuple[object, ...]:
        found = {column.field for column in self.known}
        names: list[object] = [field.label for field in REQUIRED if field not in found]
        if not found & {Field.REGION, Field.TOWN, Field.PROVINCE}:
            names.append(pgettext_lazy("column", "Region or town"))
        return tuple(names)

    def check(self) -> None:
        """Raises Unreadable when a column without which no company can be told is missing."""
        if self.missing:
            raise unreadable.missing_columns(self.missing, (column.label for column in self.known))


def key(label: str) -> str:
    """The form in which headers are compared: without case, accents, punctuation, year and unit."""
    text = _UNIT.sub(" ", _YEAR.sub(" ", _words(label)))
    return " ".join(text.split())


def find(tables: Iterable[Table], answers: Mapping[str, str]) -> tuple[Table, Columns]:
    """The first table that names its columns. `answers` says by header key what unknown columns are.

    Raises Unreadable when there is none, or no row under it.
    """
    for table in tables:
        header = _header(table)
        if header is not None:
            if table.rows[-1] is header:
                raise unreadable.no_rows()
            return table, _columns(header, answers)
    raise unreadable.no_header()


def _words(label: str) -> str:
    return _NOT_WORD.sub(" ", fold(label)).strip()


_FIELDS: Final = {key(name): field for field, names in SYNONYMS.items() for name in names}


def _header(table: Table) -> Row | None:
    """The row near the top that names most columns, among them the ICE or the name."""
    candidates = [(len(_fields(row)), -row.number, row) for row in table.rows[:HEADER_WITHIN] if _names_companies(row)]
    return max(candidates, key=lambda c: c[:2])[2] if candidates else None


def _fields(row: Row) -> set[Field]:
    return {_FIELDS[k] for k in map(key, row.cells) if k in _FIELDS}


def _names_companies(row: Row) -> bool:
    fields = _fields(row)
    return len(fields) >= _LEAST_KNOWN and bool(fields & set(REQUIRED))


def _columns(header: Row, answers: Mapping[str, str]) -> Columns:
    known: list[Column] = []
    unknown: list[str] = []
    taken: set[tuple[Field, int]] = set()
    for index, label, field in _read(header, answers):
        year = _year(label) if field in YEARLY else 0
        if field is None or (field, year) in taken:
            unknown.append(label)
        else:
            taken.add((field, year))
            known.append(Column(index, label, field, year))
    first = {column.field: column for column in reversed(known)}
    return Columns(header, tuple(known), tuple(u for u in unknown if answers.get(key(u)) != IGNORED), first)


def _read(header: Row, answers: Mapping[str, str]) -> Iterator[tuple[int, str, Field | None]]:
    for index, cell in enumerate(header.cells):
        label = clean(cell)
        answer = answers.get(key(label), "")
        if label:
            yield index, label, Field(answer) if answer in Field.values else _FIELDS.get(key(label))


def _year(label: str) -> int:
    match = _YEAR.search(_words(label))
    return int(match[1]) if match else 0
