"""Elision before names of companies, people and places."""

import pytest

from companies.common import elision

ELIDED = [
    *(
        "Atlas Maille Bio",
        "Électronique du Sud",
        "océan Huiles",
        "ARGAN",
        "Œuvres",
        "Ouarzazate Dattes",
        "Imane Idrissi",
    ),
    *("Huiles du Souss", "Hôtel Export", "Hydro-Tech", "Herboristerie Rif", "Yves", "« Atlas »", "Euromed"),
]
WHOLE = [
    *("Settat Tannerie", "Hassan Bennani", "Hamza", "Halal Food", "Yassine Berrada", "Onze Frères", "Oui Export"),
    *("3M Maroc", "11 Janvier", "مقاولة الأطلس", "", "’’"),
]


@pytest.mark.parametrize("name", ELIDED)
def test_vowels_and_silent_h_take_the_e_away(name):
    assert elision.of(name) == f"d’{name}"


@pytest.mark.parametrize("name", WHOLE)
def test_consonants_breathed_h_figures_and_arabic_leave_it(name):
    assert elision.of(name) == f"de {name}"
