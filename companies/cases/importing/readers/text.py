"""CSV: UTF-8 with or without byte-order mark, UTF-16, Windows-1252; semicolons, commas or tabs."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from companies.cases.importing import unreadable
from companies.cases.importing.limits import HEADER_WITHIN, MAX_COLUMNS
from companies.cases.importing.table import Row, Table, cut, gather, looks_like_formula, shown_text

SEPARATORS = (";", ",", "\t")
_MARKUP = re.compile(r"(?i)\s*(<!doctype|<html|<head|<table|<\?xml|<meta|mime-version:)")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_EXCEL_HINT = re.compile(r"(?i)sep=(.)\r?\n")
_PROBE = 4096
_STRAY = 0.01  # share of control characters; a text has a stray one at most


def read(content: bytes) -> Iterator[Table]:
    """One table. Raises Unreadable when the bytes are no text or no table."""
    encoding = _encoding(content)
    start = content[: 2 * _PROBE].decode(encoding, errors="replace").lstrip("\ufeff")
    if _MARKUP.match(start):
        raise unreadable.web_page()
    if len(_CONTROL.findall(start)) > len(start) * _STRAY:
        raise unreadable.not_a_list()
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")
    separator = _announced(stream) or _separator(stream)
    try:
        yield gather("", _rows(csv.reader(stream, delimiter=separator)))
    except csv.Error as error:
        raise unreadable.not_a_list() from error


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[:_PROBE]
    if sample[1::2].count(0) > len(sample) // 4:
        return "utf-16-le"
    if sample[::2].count(0) > len(sample) // 4:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _announced(stream: io.TextIOWrapper) -> str:
    """The separator of a first line "sep=;", which spreadsheets do not count as a row; else nothing is consumed."""
    hint = _EXCEL_HINT.fullmatch(stream.readline())
    if hint:
        return hint[1]
    stream.seek(0)
    return ""


def _separator(stream: io.TextIOWrapper) -> str:
    """The one that cuts most rows near the top into the same number of columns: titles have commas too."""
    scores = {separator: _regularity(stream, separator) for separator in SEPARATORS}
    stream.seek(0)
    return max(scores, key=lambda separator: scores[separator])


def _regularity(stream: io.TextIOWrapper, separator: str) -> int:
    """Cells in the rows of the commonest width; rows of one cell say nothing."""
    stream.seek(0)
    try:
        widths = Counter(len(row) for row in islice(csv.reader(stream, delimiter=separator), HEADER_WITHIN))
    except csv.Error:
        return 0
    return max((width * rows for width, rows in widths.items() if width > 1), default=0)


def _rows(records: Iterator[list[str]]) -> Iterator[Row]:
    for number, record in enumerate(records, 1):
        if len(record) > MAX_COLUMNS and any(record[MAX_COLUMNS:]):
            raise unreadable.too_wide()
        formulas = {i: cut(cell) for i, cell in enumerate(record) if looks_like_formula(cell)}
        cells = tuple(shown_text(formulas[i]) if i in formulas else cut(cell) for i, cell in enumerate(record))
        yield Row(number, cells, formulas)
