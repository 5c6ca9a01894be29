"""The first reference rows, from the files in `data/`.

Only codes that are not there yet are added: what an administrator changed stays as it is.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from django.db.models import Model

from companies.common import clock
from companies.common.text import fold
from companies.reference import estimates
from companies.reference.enums import HolidayKind
from companies.reference.models import (
    Agreement,
    Alias,
    Country,
    Holiday,
    HsChapter,
    HsHeading,
    LegalForm,
    Province,
    Region,
    Sector,
    Site,
    SizeClass,
    SpecialHours,
)

DATA = Path(__file__).parent / "data"
YEARS_AHEAD: Final = 2
"""How far the calendar is written down: this year and the next two."""
RAMADAN_HOURS: Final = (time(9), time(15))
"""Those the ministry announces for its offices each year."""


def load(at: datetime) -> None:
    """Add what is missing; safe to repeat. The calendar begins with the year of `at`."""
    _add(Region, (_named(r) | {"seat_fr": r["seat_fr"], "seat_ar": r["seat_ar"]} for r in _rows("regions")))
    _add(Province, _provinces())
    _add(Sector, (_named(r) | {"kind": r["kind"], "hs_hint": r["hs_chapters_hint"]} for r in _rows("sectors")))
    _add(LegalForm, _legal_forms())
    _add(SizeClass, _size_classes())
    _add(Country, (_named(r, "iso2") | {"area": r["area"]} for r in _rows("countries")))
    _add(HsChapter, (_named(r) | {"section": r["section"]} for r in _rows("hs_chapters")))
    _add(HsHeading, (_named(r) | {"words": r["words"]} for r in _rows("hs_headings")))
    _add(Alias, _aliases())
    _add_agreements()
    first = clock.local_day(at).year
    for year in range(first, first + YEARS_AHEAD + 1):
        _add(Holiday, _holidays(year))
        _add(SpecialHours, _ramadans(year))
    Site.objects.get_or_create(pk=1)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _add(model: type[Model], rows: Iterator[dict[str, Any]]) -> None:
    model._default_manager.bulk_create((model(**row) for row in rows), ignore_conflicts=True)


def _named(row: dict[str, str], code: str = "code") -> dict[str, str]:
    """Code and names; the files call them `name_` or `label_`. A proper name in French serves in English too."""
    names = {f"name_{lang}": row.get(f"name_{lang}") or row.get(f"label_{lang}") or "" for lang in ("fr", "ar", "en")}
    names["name_en"] = names["name_en"] or names["name_fr"]
    return {"code": row[code]} | names


def _provinces() -> Iterator[dict[str, Any]]:
    codes = {row["iso"]: row["code"] for row in _rows("regions")}
    regions = Region.objects.in_bulk(field_name="code")
    for row in _rows("provinces"):
        region = regions[codes[row["region"]]]
        yield _named(row, "iso") | {"region": region, "is_prefecture": row["type"] == "P"}


def _legal_forms() -> Iterator[dict[str, Any]]:
    flags = {"1": True, "0": False, "": None}
    for row in _rows("legal_forms"):
        yield _named(row) | {"has_rc": flags[row["has_rc"]], "is_legal_person": row["legal_person"] != "0"}


def _size_classes() -> Iterator[dict[str, Any]]:
    for row in _rows("size_classes"):
        yield _named(row) | {
            "scheme": row["scheme"],
            "turnover_min": row["turnover_min_mad"],
            "turnover_max": row["turnover_max_mad"] or None,
        }


def _aliases() -> Iterator[dict[str, Any]]:
    for row in _rows("aliases"):
        yield row | {"key": fold(row["label"])}


def _add_agreements() -> None:
    known = set(Agreement.objects.values_list("code", flat=True))
    countries = Country.objects.in_bulk(field_name="code")
    for row in _rows("trade_agreements"):
        if row["code"] in known:
            continue
        agreement = Agreement.objects.create(
            **_named(row),
            signed_on=_day(row["signed"]),
            in_force_on=_day(row["in_force"]),
            confidence=row["confidence"],
            note=row["note"],
        )
        agreement.countries.set(countries[code] for code in row["partners_iso2"].split())


def _holidays(year: int) -> Iterator[dict[str, Any]]:
    names = {row["package"]: _called(row) for row in _rows("holidays")}
    for day in estimates.days_off(year):
        estimated = day.kind == HolidayKind.RELIGIOUS
        called = names.get(day.name, dict.fromkeys(("name_fr", "name_ar", "name_en"), day.name))
        yield called | {"on": day.on, "kind": day.kind, "estimated": estimated, "key": day.key}


def _ramadans(year: int) -> Iterator[dict[str, Any]]:
    opens, closes = RAMADAN_HOURS
    called = next(_called(row) for row in _rows("holidays") if row["package"] == "Ramadan")
    for number, (begins_on, ends_on) in enumerate(estimates.ramadans(year), start=1):
        when = {"begins_on": begins_on, "ends_on": ends_on, "opens": opens, "closes": closes}
        yield called | when | {"estimated": True, "key": f"{year}:Ramadan:{number}"}


def _called(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("name_fr", "name_ar", "name_en")}


def _day(value: str) -> date | None:
    """The day; none when the source knows the year only, rather than a made-up first of January."""
    return date.fromisoformat(value) if len(value) == len("2026-01-01") else None


def is_ours(alias: Alias) -> bool:
    """Whether the spelling stands in our own files."""
    return any((row["kind"], fold(row["label"])) == (alias.kind, alias.key) for row in _rows("aliases"))
