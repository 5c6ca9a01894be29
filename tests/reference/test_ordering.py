"""One order for every list of regions, sectors and legal forms."""

import pytest
from django.utils.translation import override

from companies.reference.models import LegalForm, Region, Sector
from companies.reference.ordering import by_name

pytestmark = pytest.mark.django_db
REGIONS = {
    "fr": ["05", "06", "12", "08", "03", "10", "11", "07", "02", "04", "09", "01"],
    "ar": ["05", "12", "06", "08", "04", "09", "02", "01", "11", "03", "10", "07"],
    "en": ["05", "06", "12", "08", "03", "10", "11", "07", "02", "04", "09", "01"],
}


@pytest.mark.parametrize("language", REGIONS)
def test_regions_stand_in_the_alphabet_of_the_page(language):
    with override(language):
        assert [row.code for row in by_name(Region.objects.all())] == REGIONS[language]


@pytest.mark.parametrize("language", REGIONS)
def test_only_the_row_for_all_others_is_the_last(language):
    with override(language):
        sectors, forms = by_name(Sector.objects.all()), by_name(LegalForm.objects.all())

    assert (sectors[-1].code, forms[-1].code, len(sectors), len(forms)) == ("AUTR", "AUTRE", 23, 15)


def test_sector_that_only_begins_with_other_is_one_of_the_others():
    with override("fr"):
        codes = [row.code for row in by_name(Sector.objects.all())]

    assert codes[:7] == ["AERO", "AGRI", "AGRO", "ARTI", "AUTO", "MINE", "BOIS"]
