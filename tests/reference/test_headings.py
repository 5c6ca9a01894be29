import pytest

from companies.common import clock
from companies.reference import loading
from companies.reference.models import HsChapter, HsHeading

pytestmark = pytest.mark.django_db


def test_every_heading_belongs_to_a_chapter_and_has_its_names():
    chapters = set(HsChapter.objects.values_list("code", flat=True))
    headings = list(HsHeading.objects.all())

    assert len(headings) > 150
    assert [each.code for each in headings if len(each.code) != 4 or each.code[:2] not in chapters] == []
    assert [each.code for each in headings if not (each.name_fr and each.name_ar and each.name_en)] == []


def test_words_of_an_administrator_outlast_an_update():
    HsHeading.objects.filter(code="1604").update(words="boquerones")

    loading.load(clock.now())

    assert HsHeading.objects.get(code="1604").words == "boquerones"
