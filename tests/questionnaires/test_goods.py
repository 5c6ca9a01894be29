import pytest
from django.utils.translation import override

from companies.questionnaires import goods

pytestmark = pytest.mark.django_db


def first(words):
    return [good.code for good in goods.search(words)][:1]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("sardines", "1604"),
        ("conserves de sardines", "1604"),
        ("huile d’argan", "1515"),
        ("huile d'olive", "1509"),
        ("Olive oil", "1509"),
        ("زيت الزيتون", "1509"),
        ("أركان", "1515"),
        ("tapis berbère", "5701"),
        ("زربية", "5701"),
        ("caftan", "6204"),
        ("zellige", "6907"),
        ("زليج", "6907"),
        ("faisceaux de câbles", "8544"),
        ("dattes", "0804"),
        ("t-shirts", "6109"),
        ("1604", "1604"),
        ("160413", "1604"),
        ("١٦٠٤", "1604"),
        ("97", "97"),
    ],
)
def test_likeliest_code_comes_first(words, code):
    assert first(words) == [code]


def test_number_leads_to_its_heading_and_chapter():
    with override("fr"):
        found = goods.search("160413")

    assert [good.code for good in found] == ["1604", "16"]
    assert found[0].name == "Conserves de poissons (sardines, thon, anchois)"


def test_chapter_leads_to_itself_and_its_headings():
    assert [good.code for good in goods.search("57")] == ["57", "5701", "5702"]


def test_names_are_in_the_language_of_the_page():
    with override("ar"):
        assert goods.search("argan")[0].name == "زيت الأركان وزيوت نباتية أخرى"


@pytest.mark.parametrize("words", ["", "  ", "xyz", "de", "99999999", "!?", "\x00"])
def test_nothing_is_found_for_what_says_nothing(words):
    assert goods.search(words) == []


def test_at_most_eight_are_found():
    assert len(goods.search("produits")) <= 8
