"""Words that name a place: whoever is called by one of them shares it with all who are there."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from companies.common.text import sort_key

DATA: Final = Path(__file__).parent / "data"
NAMES: Final = {
    "regions": ("name_fr", "name_en", "seat_fr"),
    "provinces": ("name_fr",),
    "towns": ("name_fr", "also"),
    "countries": ("name_fr", "name_en"),
}


@cache
def words() -> frozenset[str]:
    """The Latin words, folded, in the names of regions, provinces, towns and countries; read once per process."""
    return frozenset(word for name in _names() for word in re.split(r"\W+", sort_key(name)) if word)


def _names() -> Iterator[str]:
    for file, columns in NAMES.items():
        with (DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield from (row[column] for column in columns)
