"""Towns by their names in the language of the page."""

import csv

import pytest
from django.utils import translation

from companies.common.text import sort_key
from companies.reference import towns
from tests.support.typography import flaws


def rows():
    with (towns.DATA / "towns.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("town", "named"),
    [
        ("Casablanca", "الدار البيضاء"),
        ("CASABLANCA", "الدار البيضاء"),
        ("Chtouka Aït Baha", "شتوكة آيت باها"),
        ("M'diq", "المضيق"),
        ("Taroudant", "تارودانت"),
        ("Agadir-Ida-Ou-Tanane", "أكادير إداوتنان"),
        ("Douar Ait Oufella", "Douar Ait Oufella"),
        ("سطات", "سطات"),
        ("", ""),
    ],
)
def test_arabic_page_has_the_arabic_name_where_it_is_known(town, named):
    with translation.override("ar"):
        assert towns.named(town) == named


@pytest.mark.parametrize("language", ["fr", "en"])
def test_other_pages_have_the_latin_name(language):
    assert [towns.named(town, language) for town in ("طنجة", "Tanger", "دوار")] == ["Tanger", "Tanger", "دوار"]


def test_every_pair_is_printed_well_and_no_spelling_stands_for_two_towns():
    pairs = rows()
    flawed = [row for row in pairs if flaws(row["name_fr"], "fr") or flaws(row["name_ar"], "ar")]
    meant = {}
    for row in pairs:
        for spelling in (row["name_fr"], *filter(None, row["also"].split(";"))):
            meant.setdefault(sort_key(spelling), set()).add(row["name_ar"])
    assert (flawed, {key: names for key, names in meant.items() if len(names) > 1}) == ([], {})


@pytest.mark.django_db
def test_towns_of_the_file_are_those_lists_are_read_by():
    """Every town here is known to the import too, by its province."""
    from companies.cases.importing.labels import Labels
    from companies.reference.enums import AliasKind

    labels = Labels({})
    assert [row["name_fr"] for row in rows() if labels.resolve(AliasKind.TOWN, row["name_fr"]) is None] == []
