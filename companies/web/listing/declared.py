"""What a list page declares: columns, filters, saved views."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from companies.web.keyset import Order

Text = str | Promise
Pairs = Iterable[tuple[str, Text]]
Rows = QuerySet[Any, Any]
Narrow = Callable[[Rows, list[str]], Rows]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; with `order` it can be sorted by."""

    key: str
    label: Text
    order: Order | None = None
    numeric: bool = False


@dataclass(frozen=True)
class Choice:
    """A filter by one or several of a closed set of codes.

    `options` are (code, label) pairs or a function that reads them; `path` is compared with the codes, unless `narrow`
    says what they mean.
    """

    key: str
    label: Text
    options: Pairs | Callable[[], Pairs]
    path: str = ""
    narrow: Narrow | None = None
    several: bool = True

    def pairs(self) -> dict[str, Text]:
        found = self.options() if callable(self.options) else self.options
        return {str(code): label for code, label in found}

    def apply(self, rows: Rows, values: list[str], pairs: Mapping[str, Text]) -> Rows:
        known = [value for value in values if value in pairs]
        if not known:
            return rows.none()
        if self.narrow:
            return self.narrow(rows, known)
        return rows.filter(**{f"{self.path}__in": known}) if len(known) > 1 else rows.filter(**{self.path: known[0]})


@dataclass(frozen=True)
class Search:
    """A filter by words, as typed: `narrow(rows, words)` finds nothing for words it cannot search."""

    key: str
    label: Text
    narrow: Callable[[Rows, str], Rows]

    def pairs(self) -> dict[str, Text]:
        return {}

    def apply(self, rows: Rows, values: list[str], pairs: Mapping[str, Text]) -> Rows:
        return self.narrow(rows, values[0])


Filter = Choice | Search


@dataclass(frozen=True, slots=True)
class View:
    """A saved address of a list ("status=draft"), with its name."""

    label: Text
    query: str
