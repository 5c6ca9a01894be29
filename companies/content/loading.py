"""The first rows of the public pages, from the files in `first/`. What an administrator changed stays as it is."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from companies.content.models import Alternative, Example, Faq, Office, Row, Text
from companies.content.slots import SLOTS
from companies.reference.models import LegalForm, Region, Sector

FIRST: Final = Path(__file__).parent / "first"
TEXTS: Final = ("landing", "stages", "pages", "lists", "check", "stops", "helps")


def load(at: datetime) -> None:
    """Add what is missing; safe to repeat."""
    _load_texts(at)
    sectors = Sector.objects.in_bulk(field_name="code")
    _add(Faq, _read("questions"))
    _add(Example, ({**row, "sector": sectors[row["sector"]]} for row in _read("examples")))
    _load_alternatives(sectors, LegalForm.objects.in_bulk(field_name="code"))
    Office.objects.bulk_create((Office(region=each) for each in Region.objects.all()), ignore_conflicts=True)


def first_texts() -> dict[str, dict[str, str]]:
    """The words of every slot as they are shipped."""
    return {slot: words for name in TEXTS for slot, words in _toml(name).items()}


def _load_texts(at: datetime) -> None:
    words = first_texts()
    rows = (Text(slot=key, version=1, written_at=at, **words[key]) for key in SLOTS)
    Text.objects.bulk_create(rows, ignore_conflicts=True)


def _load_alternatives(sectors: dict[str, Sector], forms: dict[str, LegalForm]) -> None:
    known = set(Alternative.objects.exclude(key=None).values_list("key", flat=True))
    for row in _read("alternatives"):
        chosen, of_forms = row.pop("sectors", []), row.pop("legal_forms", [])
        if row["key"] not in known:
            made = Alternative.objects.create(**row)
            made.sectors.set(sectors[code] for code in chosen)
            made.legal_forms.set(forms[code] for code in of_forms)


def _add(model: type[Row], rows: Any) -> None:
    model._default_manager.bulk_create((model(**row) for row in rows), ignore_conflicts=True)


def _read(name: str) -> list[dict[str, Any]]:
    """The rows of a file in their order, a key each."""
    return [
        {"key": key, "position": 10 * number, **words}
        for number, (key, words) in enumerate(_toml(name).items(), start=1)
    ]


def _toml(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((FIRST / f"{name}.toml").read_text(encoding="utf-8"))
