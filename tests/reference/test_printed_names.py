"""Names as people read them: printed marks, found in either spelling, corrected where they were loaded before."""

from importlib import import_module

import pytest
from django.apps import apps

from companies.cases.importing.labels import Labels
from companies.reference.enums import AliasKind
from companies.reference.models import (
    Agreement,
    Country,
    Holiday,
    HsChapter,
    HsHeading,
    LegalForm,
    Province,
    Region,
    Sector,
    SizeClass,
    SpecialHours,
)
from tests.support.typography import flaws

pytestmark = pytest.mark.django_db
MODELS = (
    *(Region, Province, Sector, LegalForm, SizeClass, Country, HsChapter, HsHeading),
    *(Agreement, Holiday, SpecialHours),
)
correction = import_module("companies.reference.migrations.0004_printed_names")


@pytest.mark.parametrize("model", MODELS)
def test_every_name_is_printed_well_in_three_languages(model):
    names = [(row, lang, getattr(row, f"name_{lang}")) for row in model.objects.all() for lang in ("fr", "ar", "en")]
    assert [(str(row), name, flaws(name, lang)) for row, lang, name in names if flaws(name, lang)] == []
    assert names


def test_seats_are_printed_well():
    seats = [(lang, getattr(region, f"seat_{lang}")) for region in Region.objects.all() for lang in ("fr", "ar")]
    assert [seat for lang, seat in seats if flaws(seat, lang)] == []


@pytest.mark.parametrize(
    ("kind", "label", "code"),
    [
        (AliasKind.REGION, "L'Oriental", "02"),
        (AliasKind.REGION, "L’ORIENTAL", "02"),
        (AliasKind.TOWN, "M'diq-Fnideq", "MA-MDF"),
        (AliasKind.TOWN, "M’diq", "MA-MDF"),
        (AliasKind.LEGAL_FORM, "Groupement d'intérêt économique", "GIE"),
        (AliasKind.SECTOR, "Cosmétique et produits du terroir (argan...)", "COSM"),
        (AliasKind.SECTOR, "Cosmétique et produits du terroir (argan…)", "COSM"),
        (AliasKind.SECTOR, "Bois papier ameublement", "BOIS"),
        (AliasKind.SECTOR, "Bois, papier et ameublement", "BOIS"),
        (AliasKind.SECTOR, "Wood paper furniture", "BOIS"),
    ],
)
def test_list_of_a_ministry_may_spell_it_either_way(kind, label, code):
    assert Labels({}).resolve(kind, label) == code


@pytest.mark.parametrize("label", ["Côte d'Ivoire", "côte d’ivoire"])
def test_country_is_known_by_either_apostrophe(label):
    assert Labels({}).country(label) == ("CI", False)


def as_first_shipped():
    for (model, field), names in correction.OF_MARKS.items():
        for name in names:
            rows = apps.get_model("reference", model).objects.filter(**{field: correction._printed(name, field)})
            assert rows.update(**{field: name}) == 1
    for model, field, before, after in correction.REWORDED:
        assert apps.get_model("reference", model).objects.filter(**{field: after}).update(**{field: before}) == 1


def all_names():
    return {model: list(model.objects.order_by("pk").values_list("name_fr", "name_ar", "name_en")) for model in MODELS}


def test_names_loaded_before_are_corrected():
    fresh = all_names()
    as_first_shipped()
    assert all_names() != fresh

    correction.correct(apps, None)

    assert all_names() == fresh


def test_name_that_somebody_reworded_stays():
    as_first_shipped()
    Region.objects.filter(code="02").update(name_fr="Région de l'Oriental")

    correction.correct(apps, None)

    assert Region.objects.get(code="02").name_fr == "Région de l'Oriental"
