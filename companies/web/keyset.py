"""Pages of a list by keyset: "the rows after this one", so that a deep page costs what the first one does."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, GeneratedField, Model, OrderBy, Q, QuerySet, UUIDField, Value
from django.db.models.constants import LOOKUP_SEP
from django.db.models.lookups import GreaterThan, LessThan

LARGEST_ID: Final = 2**63 - 1
LONGEST_TEXT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Order:
    """By a field, ties by id in the same direction. NULL counts as the smallest value.

    `nullable` must be said when the field can be NULL: row comparison would lose those rows.
    """

    field: str
    descending: bool = False
    nullable: bool = False

    def reversed(self) -> "Order":
        return replace(self, descending=not self.descending)

    def terms(self) -> list[OrderBy]:
        if self.field == "pk":
            return [OrderBy(F("pk"), descending=self.descending)]
        nulls = {"nulls_last": True} if self.descending else {"nulls_first": True}
        return [
            OrderBy(F(self.field), descending=self.descending, **(nulls if self.nullable else {})),
            OrderBy(F("pk"), descending=self.descending),
        ]


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row a page begins after: its value in the order's field, and its id."""

    value: Any
    pk: int | UUID

    def __str__(self) -> str:
        text = None if self.value is None else str(self.value)
        pk = str(self.pk) if isinstance(self.pk, UUID) else self.pk
        return base64.urlsafe_b64encode(json.dumps([text, pk]).encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, model: type[Model], order: Order) -> "Cursor | None":
        """What `str` wrote; None for anything else, so that a mangled address shows the first page."""
        try:
            value, found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            pk = _pk(found, model)
            if value is None:
                return cls(None, pk) if order.nullable else None
            return cls(_value(value, _model_field(model, order.field)), pk)
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
            return None


def _pk(found: Any, model: type[Model]) -> int | UUID:
    """Raises ValueError for what is no id of such a row."""
    if isinstance(model._meta.pk, UUIDField):
        return UUID(str(found))
    if type(found) is int and 0 < found <= LARGEST_ID:
        return found
    raise ValueError("no id of ours")


def _value(text: Any, field: Any) -> Any:
    """A text as a value of the field, such as PostgreSQL takes without complaint. Raises ValueError and its like."""
    if not isinstance(text, str) or len(text) > LONGEST_TEXT or "\x00" in text:
        raise ValueError("no cursor of ours")
    text.encode()  # half of a surrogate pair goes into JSON, and into no database
    value = field.to_python(text)
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("no cursor of ours")
    return value.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Cut:
    """The rows of one page; `after` and `before` are cursors of the neighbouring pages, "" where there are none."""

    rows: list[dict[str, Any]]
    after: str = ""
    before: str = ""


def cut(
    rows: QuerySet[Any, Any], order: Order, fields: tuple[str, ...], size: int, *, after: str = "", before: str = ""
) -> Cut:
    """The page that begins after one cursor, or ends before the other; the first page without either."""
    back = bool(before)
    start = Cursor.read(before or after, rows.model, order) if before or after else None
    way = order.reversed() if back and start else order
    found = _read(rows, way, (*fields, "pk", order.field), start, size + 1)
    beyond, page = len(found) > size, found[:size]
    if way is not order:
        page.reverse()
        return _with_cursors(page, order, has_next=True, has_previous=beyond)
    return _with_cursors(page, order, has_next=beyond, has_previous=start is not None)


def _with_cursors(page: list[dict[str, Any]], order: Order, *, has_next: bool, has_previous: bool) -> Cut:
    def cursor(row: dict[str, Any]) -> str:
        return str(Cursor(row[order.field], row["pk"]))

    return Cut(
        page,
        after=cursor(page[-1]) if page and has_next else "",
        before=cursor(page[0]) if page and has_previous else "",
    )


def _read(
    rows: QuerySet[Any, Any], order: Order, fields: tuple[str, ...], start: Cursor | None, limit: int
) -> list[dict[str, Any]]:
    """The rows' ids first, which an index that holds all the filters' columns answers alone; then the rows themselves.

    PostgreSQL would rather read every row it passes over: where a filter's matches lie far from the start, that is
    thousands of them.
    """
    ids = rows.order_by(*order.terms()).values("pk")
    found: list[dict[str, Any]] = []
    for part in _parts(order, start):
        page = rows.model._base_manager.filter(pk__in=ids.filter(part)[: limit - len(found)])
        found += page.order_by(*order.terms()).values(*dict.fromkeys(fields))
        if len(found) == limit:
            break
    return found


def _parts(order: Order, start: Cursor | None) -> Iterator[Any]:
    """The conditions of the stretches that follow the cursor, in order: values and NULLs are two of them."""
    if start is None:
        yield Q()
        return
    null = {f"{order.field}{LOOKUP_SEP}isnull": True}
    if start.value is None:
        yield Q(**null, **{"pk__lt" if order.descending else "pk__gt": start.pk})
        if not order.descending:
            yield ~Q(**null)
        return
    yield _beyond(order, start)
    if order.nullable and order.descending:
        yield Q(**null)


def _beyond(order: Order, start: Cursor) -> Any:
    if order.field == "pk":
        return Q(**{"pk__lt" if order.descending else "pk__gt": start.pk})
    if LOOKUP_SEP in order.field:
        return _beyond_joined(order, start)
    compare = LessThan if order.descending else GreaterThan
    return compare(_row(F(order.field), F("pk")), _row(Value(start.value), Value(start.pk)))


def _beyond_joined(order: Order, start: Cursor) -> Q:
    """The field stands in another table, so that no index has both: walk its own from the value on, pass over ties."""
    bound, done = ("lte", "gte") if order.descending else ("gte", "lte")
    tie = Q(**{order.field: start.value, f"pk{LOOKUP_SEP}{done}": start.pk})
    return Q(**{f"{order.field}{LOOKUP_SEP}{bound}": start.value}) & ~tie


def _row(*parts: Any) -> Func:
    """A row value: PostgreSQL compares (field, id) with an index on both as one."""
    return Func(*parts, function="ROW", output_field=BooleanField())


def _model_field(model: type[Model], path: str) -> Any:
    found: Any = None
    for name in path.split(LOOKUP_SEP):
        found = model._meta.pk if name == "pk" else model._meta.get_field(name)
        if found.is_relation:
            model = found.related_model
    return found.output_field if isinstance(found, GeneratedField) else found
