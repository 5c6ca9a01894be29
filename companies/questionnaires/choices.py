"""The reference rows a question can be answered with.

They change a few times a year and are asked for on every page, so each process keeps them for a minute.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import get_language

from companies.reference.models import Country, HsChapter, HsHeading, LegalForm, Province, Region, Sector
from companies.reference.ordering import by_name

T = TypeVar("T")
KEPT_SECONDS: Final = 60.0
SOURCES: Final[dict[str, type[Model]]] = {
    "legal_form": LegalForm,
    "region": Region,
    "province": Province,
    "sector": Sector,
    "country": Country,
    "hs": HsChapter,
    "hs4": HsHeading,
}
OWNER: Final = {"province": "region"}
"""The table whose rows own those of another."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reference row: its names by language, its owner's code, and what a `ShownIf` may ask."""

    code: str
    names: dict[str, str]
    owner: str = ""
    facts: dict[str, bool | None] | None = None
    also: str = ""
    """Other words it is looked for by."""

    @property
    def name(self) -> str:
        return self.names.get((get_language() or "fr")[:2]) or self.names["fr"]


_kept: dict[str, tuple[float, Any]] = {}


def rows(source: str) -> dict[str, Row]:
    """The rows of a reference table by code."""
    return remembered(source, lambda: {row.code: row for row in map(_row, _query(source))})


def remembered(name: str, read: Callable[[], T]) -> T:
    """What `read` found less than a minute ago; it is called again only after that."""
    read_at, found = _kept.get(name, (float("-inf"), None))
    if time.monotonic() - read_at > KEPT_SECONDS:
        found = read()
        _kept[name] = (time.monotonic(), found)
    return found


def listed(source: str) -> list[Row]:
    """The rows in the order in which people look for them."""
    return by_name(rows(source).values())


def row(source: str, code: object) -> Row | None:
    return rows(source).get(code) if isinstance(code, str) else None


def grouped(source: str, first: str = "") -> list[tuple[str, list[Row]]]:
    """Provinces under the name of their region, both in the order of `listed`; the region `first` before all."""
    owners = sorted(listed(OWNER[source]), key=lambda owner: owner.code != first)
    groups: dict[str, list[Row]] = {owner.code: [] for owner in owners}
    for each in listed(source):
        groups[each.owner].append(each)
    return [(owner.name, groups[owner.code]) for owner in owners if groups[owner.code]]


def forget() -> None:
    """Ask the database again at the next question."""
    _kept.clear()


def _query(source: str) -> QuerySet[Model]:
    found = SOURCES[source]._default_manager.order_by("code")
    return found.select_related(OWNER[source]) if source in OWNER else found


def _row(each: Model) -> Row:
    names = {language: getattr(each, f"name_{language}") for language in ("fr", "ar", "en")}
    owner = each.region.code if isinstance(each, Province) else ""
    facts = {"has_rc": each.has_rc} if isinstance(each, LegalForm) else None
    also = each.words if isinstance(each, HsHeading) else ""
    return Row(each.code, names, owner, facts, also)  # type: ignore[attr-defined]
