"""How many rows lists have: one statement for all of them, exact to 1 000."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Value

from companies.common import words
from companies.web.listing.declared import Rows

COUNTED_EXACTLY: Final = 1000


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are: exactly, or more than were counted."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return words.grouped(self.number) + ("+" if self.more else "")


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
