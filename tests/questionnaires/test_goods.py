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
        ("97", "9701"),
        ("نحاس", "7418"),
        ("زرابي", "5701"),
        ("جلد", "4202"),
        ("déchets de cuivre", "7404"),
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
    found = goods.search("57")

    assert [(good.code, good.is_chapter, good.opens) for good in found] == [
        ("5701", False, False),
        ("5702", False, False),
        ("57", True, True),
    ]


def test_chapters_stay_away_where_a_heading_fits_better():
    assert [good.code for good in goods.search("huile d’argan")] == ["1515", "1504", "1509", "3301"]


@pytest.mark.parametrize(
    ("code", "means"),
    [("1515", "1515"), ("151590", "1515"), ("430200", "43"), ("15", None), ("", None), ("zzzz", None), ("9999", None)],
)
def test_code_says_what_it_stands_for(code, means):
    found = goods.meaning(code)

    assert (found and found.code) == means


def test_names_are_in_the_language_of_the_page():
    with override("ar"):
        assert goods.search("argan")[0].name == "زيت الأركان وزيوت نباتية أخرى"


@pytest.mark.parametrize("words", ["", "  ", "xyz", "de", "99999999", "!?", "\x00"])
def test_nothing_is_found_for_what_says_nothing(words):
    assert goods.search(words) == []


def test_at_most_eight_are_found():
    assert len(goods.search("produits")) <= 8
