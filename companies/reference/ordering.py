"""In which order people find regions, sectors and legal forms: one for every list."""

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

from companies.common.text import sort_key

OTHER: Final = frozenset({"AUTR", "AUTRE"})
"""The rows for whatever no other names: last in every list."""


class Listed(Protocol):
    """`name` is in the language of the page."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


Row = TypeVar("Row", bound=Listed)


def by_name(found: Iterable[Row]) -> list[Row]:
    """In the order of their names in the language of the page; “other” comes last."""
    return sorted(found, key=lambda row: (row.code in OTHER, sort_key(row.name)))
