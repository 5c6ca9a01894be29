"""A list as it is declared, and one page of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict

from companies.common.components import Chip, Tab
from companies.web import keyset
from companies.web.keyset import Order
from companies.web.listing.counting import Count, counts
from companies.web.listing.declared import Choice, Column, Filter, Rows, Text, View
from companies.web.listing.drawn import Field, Head
from companies.web.listing.state import State, cleaned


@dataclass(frozen=True)
class Listing:
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    fields: tuple[str, ...]
    size: int = 25
    sort: str = ""
    views: tuple[View, ...] = ()

    def state(self, query: QueryDict) -> State:
        asked = {each.key: cleaned(query.getlist(each.key)) for each in self.filters}
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
            Chip(each.said(value), self.state.address(**{each.key: _without(each.values, value)}))
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


def _without(values: list[str], value: str) -> list[str]:
    return [each for each in values if each != value]
