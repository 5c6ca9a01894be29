"""Names of towns in the language of the page. A town is free text in the registry; the pairs of names are a file.

What the file does not know stays as it was written, in its own script: whoever shows it isolates it.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from companies.common.directions import runs_against
from companies.common.text import sort_key
from companies.common.words import language_or_page

DATA: Final = Path(__file__).parent / "data"


def named(town: str, language: str | None = None) -> str:
    """The town in `language`, else that of the page: a Latin name in Arabic, an Arabic one in French for the others."""
    wanted = language_or_page(language)
    if not runs_against(town, wanted):
        return town
    return _names()["ar" if wanted == "ar" else "fr"].get(sort_key(town), town)


@cache
def _names() -> dict[str, dict[str, str]]:
    """By language, from a key of the name in the other script; read once per process."""
    found: dict[str, dict[str, str]] = {"ar": {}, "fr": {}}
    for french, arabic, others in _pairs():
        found["fr"].setdefault(sort_key(arabic), french)
        for spelling in (french, *others):
            found["ar"].setdefault(sort_key(spelling), arabic)
    return found


def _pairs() -> Iterator[tuple[str, str, list[str]]]:
    """Towns, then prefectures and provinces: a list may give one in place of the other."""
    for file in ("towns", "provinces"):
        with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield row["name_fr"], row["name_ar"], [each.strip() for each in row.get("also", "").split(";")]
