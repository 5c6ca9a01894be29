import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from companies.common.text import fold
from companies.reference import loading
from companies.reference.models import (
    Agreement,
    Alias,
    Country,
    Holiday,
    HsChapter,
    LegalForm,
    Province,
    Region,
    Sector,
    Site,
    SizeClass,
    SpecialHours,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def counts():
    models = (Region, Province, Sector, LegalForm, SizeClass, Country, HsChapter, Agreement, Site)
    return {model.__name__: model.objects.count() for model in models}


ALL = {
    "Region": 12,
    "Province": 75,
    "Sector": 23,
    "LegalForm": 15,
    "SizeClass": 7,
    "Country": 248,
    "HsChapter": 96,
    "Agreement": 12,
    "Site": 1,
}


def test_command_loads_every_file():
    call_command("load_reference", verbosity=0)
    assert counts() == ALL


def test_loading_twice_adds_nothing():
    loading.load(AT)
    aliases = Alias.objects.count()
    loading.load(AT)
    assert (counts(), Alias.objects.count()) == (ALL, aliases)


def test_loading_keeps_what_an_administrator_changed():
    Region.objects.filter(code="02").update(name_fr="Oriental")
    loading.load(AT)
    assert Region.objects.get(code="02").name_fr == "Oriental"


def test_loading_brings_back_a_missing_code():
    Agreement.objects.filter(code="TR").delete()
    loading.load(AT)
    assert [c.code for c in Agreement.objects.get(code="TR").countries.all()] == ["TR"]


def test_codes_keep_their_zeros_and_namibia_its_code():
    assert list(Region.objects.values_list("code", flat=True)[:2]) == ["01", "02"]
    assert Country.objects.get(code="NA").name_fr == "Namibie"


def test_province_stands_in_its_region_and_has_an_english_name():
    taroudant = Province.objects.get(code="MA-TAR")
    assert (taroudant.region.code, taroudant.name_en) == ("09", taroudant.name_fr)


def test_every_alias_is_found_under_its_folded_spelling():
    with (loading.DATA / "aliases.csv").open(encoding="utf-8", newline="") as file:
        wanted = {(row["kind"], fold(row["label"]), row["code"]) for row in csv.DictReader(file)}
    assert set(Alias.objects.values_list("kind", "key", "code")) == wanted


def test_every_alias_leads_to_a_code_that_exists():
    models = {"sector": Sector, "legal_form": LegalForm, "town": Province, "region": Region}
    codes = {kind: set(model.objects.values_list("code", flat=True)) for kind, model in models.items()}
    assert [alias.label for alias in Alias.objects.all() if alias.code not in codes[alias.kind]] == []


def test_date_of_which_only_the_year_is_known_is_left_open():
    assert Agreement.objects.get(code="BI-TN").in_force_on is None
    assert Agreement.objects.get(code="EU").in_force_on == date(2000, 3, 1)


def test_every_reference_row_has_its_name_in_three_languages():
    models = (Region, Province, Sector, LegalForm, SizeClass, Country, HsChapter, Agreement, Holiday, SpecialHours)
    holes = [row for m in models for row in m.objects.all() if not (row.name_fr and row.name_ar and row.name_en)]
    assert holes == []


# -- the working calendar ----------------------------------------------------------------------------------------------


def test_calendar_holds_this_year_and_the_next_two():
    Holiday.objects.all().delete()
    loading.load(AT)
    per_year = {year: Holiday.objects.filter(on__year=year).count() for year in range(2025, 2030)}
    assert per_year == {2025: 0, 2026: 18, 2027: 18, 2028: 18, 2029: 0}


def test_religious_days_are_estimates_fixed_ones_are_not():
    kinds = set(Holiday.objects.values_list("kind", "estimated"))
    assert kinds == {("fixed", False), ("religious", True)}


def test_ramadan_ends_the_day_before_the_feast():
    loading.load(AT)
    spans = [(row.begins_on, row.ends_on, row.estimated) for row in SpecialHours.objects.filter(begins_on__year=2027)]
    feast = Holiday.objects.filter(name_fr="Aïd al-Fitr", on__year=2027).first().on
    assert spans == [(date(2027, 2, 8), feast - timedelta(days=1), True)]


def test_year_with_two_ramadans_has_both():
    loading.load(datetime(2030, 1, 1, tzinfo=UTC))
    assert SpecialHours.objects.filter(begins_on__year=2030).count() == 2


def test_moved_feast_stays_moved_at_the_next_update():
    loading.load(AT)
    row = Holiday.objects.filter(name_fr="Aïd al-Fitr", on__year=2027).first()
    Holiday.objects.filter(pk=row.pk).update(on=date(2027, 3, 11), estimated=False)
    before = Holiday.objects.count()
    loading.load(AT)
    assert Holiday.objects.count() == before
    assert not Holiday.objects.filter(on=row.on).exists()


def test_day_the_package_adds_is_loaded_under_its_own_name(tmp_path, monkeypatch):
    short = "".join((loading.DATA / "holidays.csv").read_text("utf-8").splitlines(keepends=True)[i] for i in (0, -1))
    for file in loading.DATA.glob("*.csv"):
        (tmp_path / file.name).write_text(short if file.name == "holidays.csv" else file.read_text("utf-8"), "utf-8")
    Holiday.objects.all().delete()
    monkeypatch.setattr(loading, "DATA", tmp_path)
    loading.load(AT)
    assert Holiday.objects.get(on=date(2027, 10, 31)).name_ar == "Unity Day"
