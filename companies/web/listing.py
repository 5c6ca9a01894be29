"""The list machinery: one list page is a declaration of columns and filters.

    CASES = Listing(
        columns=(
            Column("company", _("Company"), Order("company__sort_key")),
            Column("sign", _("last sign of life"), Order("last_sign_at", nullable=True, descending=True)),
            Column("status", _("Status")),
        ),
        filters=(
            Search("q", _("Search"), lambda rows, words: rows.filter(...)),
            Choice("region", _("Region"), regions_as_pairs, "region__code"),
            Choice("silent", _("Silent for"), SILENCES, narrow=silent_since),
        ),
        fields=("reference", "status", "company__name"),
        size=25,
    )

    page = CASES.page(Case.objects.visible_to(request.user), request.GET)

* The address is the state: filters, `sort` (a column's key, `-key` the other way), `after`/`before` (a cursor).
* Pages are read by keyset, never by OFFSET: the last page costs what the first does. NULL sorts as the smallest
  value, so an index `(field, id)`, or `(field DESC NULLS LAST, id DESC)` where there are NULLs, serves both directions.
* A page costs one statement (two where it crosses from values into NULL), the counts of page and views one more, and
  each filter whose options are read by a function what that costs. `rows` are `values()` dictionaries of `fields` plus
  `pk`.
* A view is a saved address with its name; it is counted by the same filters that its page will show.
* Counts are exact to 1 000, then "1 000+".
* A filter that matches nothing, or a value that does not exist, shows nothing, never everything.

Templates: `{% load listing %}`, then `{% list_views page %}`, `{% list_filters page %}`,
`{% list_chips page total %}`, `{% list_heads page %}`,
`{% list_pager page %}`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet, Value
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext

from companies.common import words
from companies.common.components import Chip, Tab
from companies.common.text import clean
from companies.web import keyset
from companies.web.keyset import Order

__all__ = ["Choice", "Column", "Count", "Listing", "Order", "Page", "Search", "View", "counts"]

Text = str | Promise
Pairs = Iterable[tuple[str, Text]]
Rows = QuerySet[Any, Any]
Narrow = Callable[[Rows, list[str]], Rows]

COUNTED_EXACTLY: Final = 1000
LONGEST_SEARCH: Final = 200


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
class Count:
    """How many there are: exactly, or more than were counted."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return words.grouped(self.number) + ("+" if self.more else "")


@dataclass(frozen=True, slots=True)
class View:
    """A saved address of a list ("status=draft"), with its name."""

    label: Text
    query: str


@dataclass(frozen=True)
class State:
    """What the address asks for."""

    values: Mapping[str, list[str]]
    sort: str
    after: str = ""
    before: str = ""

    @property
    def paged(self) -> bool:
        return bool(self.after or self.before)

    def address(self, **changes: str | list[str]) -> str:
        """The address of the same list with some parameters changed ("" or [] leaves them out), from its first page."""
        query = QueryDict(mutable=True)
        for key, value in {**self.values, "sort": self.sort, **changes}.items():
            query.setlist(key, [v for v in ([value] if isinstance(value, str) else value) if v])
        return "?" + query.urlencode()


@dataclass(frozen=True)
class Field:
    """One filter as the form draws it."""

    key: str
    label: Text
    values: list[str]
    options: list[tuple[str, Text, bool]]  # code, label, chosen
    several: bool

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def summary(self) -> Text:
        """What the closed menu says: all, the one that is chosen, or how many are."""
        chosen = [label for _code, label, is_chosen in self.options if is_chosen]
        if len(chosen) > 1:
            return ngettext("%(n)s chosen", "%(n)s chosen", len(chosen)) % {"n": len(chosen)}
        return chosen[0] if chosen else pgettext("filter", "All")


@dataclass(frozen=True)
class Head:
    """One heading as the table draws it; `url` sorts by it, `sorted` is "", "ascending" or "descending"."""

    key: str
    label: Text
    numeric: bool
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Listing:
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    fields: tuple[str, ...]
    size: int = 25
    sort: str = ""
    views: tuple[View, ...] = ()

    def state(self, query: QueryDict) -> State:
        asked = {each.key: _cleaned(query.getlist(each.key)) for each in self.filters}
        sort = query.get("sort", "")
        return State(
            values={key: values for key, values in asked.items() if values},
            sort=sort if sort.removeprefix("-") in self.orders else "",
            after=query.get("after", ""),
            before=query.get("before", ""),
        )

    @cached_property
    def orders(self) -> dict[str, Order]:
        return {column.key: column.order for column in self.columns if column.order}

    def order(self, state: State) -> Order:
        """The order asked for, else the declared one, else newest first."""
        name = state.sort or self.sort
        if not name:
            return Order("pk", descending=True)
        found = self.orders[name.removeprefix("-")]
        return found.reversed() if name.startswith("-") else found

    def narrowed(self, rows: Rows, query: QueryDict) -> Rows:
        """All rows the address asks for, on every page: what an export or an act on the whole list takes."""
        return self._filtered(rows, self.state(query), self.options())

    def options(self) -> dict[str, dict[str, Text]]:
        """What can be chosen in each filter, read once a page."""
        return {each.key: each.pairs() for each in self.filters}

    def page(self, rows: Rows, query: QueryDict) -> "Page":
        state, options = self.state(query), self.options()
        found = self._filtered(rows, state, options)
        cut = keyset.cut(found, self.order(state), self.fields, self.size, after=state.after, before=state.before)
        count, *views = counts([found, *(self._viewed(rows, view, options) for view in self.views)])
        return Page(self, state, options, cut, count, views)

    def _viewed(self, rows: Rows, view: View, options: Mapping[str, Mapping[str, Text]]) -> Rows:
        return self._filtered(rows, self.state(QueryDict(view.query)), options)

    def _filtered(self, rows: Rows, state: State, options: Mapping[str, Mapping[str, Text]]) -> Rows:
        for each in self.filters:
            if each.key in state.values:
                rows = each.apply(rows, state.values[each.key], options[each.key])
        return rows


@dataclass(frozen=True)
class Page:
    """One page of a list, and the ways on from it."""

    listing: Listing
    state: State
    options: Mapping[str, Mapping[str, Text]]
    cut: keyset.Cut
    count: Count
    view_counts: Sequence[Count] = ()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.cut.rows

    @property
    def clear(self) -> str:
        return "?"

    @property
    def first(self) -> str:
        """The way back to the start, also from an address that has outlived its rows."""
        return self.state.address() if self.cut.before or (not self.rows and self.state.paged) else ""

    @property
    def previous(self) -> str:
        return self.state.address(before=self.cut.before) if self.cut.before else ""

    @property
    def next(self) -> str:
        return self.state.address(after=self.cut.after) if self.cut.after else ""

    @cached_property
    def fields(self) -> list[Field]:
        return [self._field(each) for each in self.listing.filters]

    @cached_property
    def chips(self) -> list[Chip]:
        """One for each value in force, the unknown ones too, with the address of the list without it."""
        return [
            Chip(_of(each.label, _label(each, value)), self.state.address(**{each.key: _without(each.values, value)}))
            for each in self.fields
            for value in each.values
        ]

    @cached_property
    def tabs(self) -> list[Tab]:
        """The saved views with their counts; current is the one whose filters are in force, however it is sorted."""
        return [
            Tab(str(view.label), f"?{view.query}", count, current=self._shows(view))
            for view, count in zip(self.listing.views, self.view_counts, strict=True)
        ]

    def _shows(self, view: View) -> bool:
        return self.listing.state(QueryDict(view.query)).values == self.state.values

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.listing.columns]

    def _field(self, each: Filter) -> Field:
        values = list(self.state.values.get(each.key, []))
        options = [(code, label, code in values) for code, label in self.options[each.key].items()]
        return Field(each.key, each.label, values, options, several=isinstance(each, Choice) and each.several)

    def _head(self, column: Column) -> Head:
        if not column.order:
            return Head(column.key, column.label, column.numeric)
        now = self.state.sort or self.listing.sort
        current = now.removeprefix("-") == column.key
        turned = f"-{column.key}" if now == column.key else column.key
        way = "descending" if self.listing.order(self.state).descending else "ascending"
        return Head(column.key, column.label, column.numeric, self.state.address(sort=turned), way if current else "")


def _cleaned(values: list[str]) -> list[str]:
    short = (clean(value)[:LONGEST_SEARCH] for value in values)
    return list(dict.fromkeys(value for value in short if value))


def _without(values: list[str], value: str) -> list[str]:
    return [each for each in values if each != value]


def _of(label: Text, value: Text) -> str:
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def _label(each: Field, value: str) -> Text:
    return next((label for code, label, _chosen in each.options if code == value), value)


def counts(lists: Iterable[Rows]) -> list[Count]:
    """How many rows each list has, exactly to 1 000, all in one statement; lists that are the same are counted once."""
    asked = [_counted(rows) for rows in lists]
    keys = [repr(each) for each in asked]
    different = dict(zip(keys, asked, strict=True))
    with connection.cursor() as cursor:
        sql = ", ".join(sql for sql, _params in different.values())
        cursor.execute(f"SELECT {sql}", [value for _sql, params in different.values() for value in params])
        numbers = dict(zip(different, cursor.fetchone() or (), strict=True))
    return [Count(min(numbers[key], COUNTED_EXACTLY), numbers[key] > COUNTED_EXACTLY) for key in keys]


def _counted(rows: Rows) -> tuple[str, tuple[Any, ...]]:
    few = rows.order_by().values_list(Value(1))[: COUNTED_EXACTLY + 1]  # no column: an index alone may do
    try:
        sql, params = few.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT COUNT(*) FROM ({sql}) AS counted)", tuple(params)  # noqa: S608 - made of compiled query sets
