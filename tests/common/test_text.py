import pytest

from companies.common import text


def test_clean_drops_what_nobody_sees():
    assert text.clean("\ufeff  Atlas\u00a0\u200e Export\x00\u061c \n SARL ") == "Atlas Export SARL"


def test_clean_composes_accents():
    assert text.clean("E\u0301lectro") == "Électro"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Électro-Zagora", "electro-zagora"),
        ("L’Électro", "L'ELECTRO"),
        ("Œuvre", "oeuvre"),
        ("أطلس", "اطلس"),
        ("مقاولة", "مقاوله"),
        ("مصطفى", "مصطفي"),
        ("مُقَاوَلَة", "مقاولة"),
        ("مـــقاولة", "مقاولة"),
        ("\ufee3\ufed8\ufe8e\ufeed\ufedf\ufe94", "مقاولة"),  # as copied out of a PDF
        ("٢٠٢٧", "2027"),
    ],
)
def test_fold_makes_spellings_of_one_name_equal(one, other):
    assert text.fold(one) == text.fold(other)


def test_fold_keeps_names_apart():
    assert text.fold("Atlas") != text.fold("Atlal")


def test_sort_key_ignores_accents_and_articles():
    names = ["Zagora", "L'Électro", "Electra", "المغربية", "Atlas", "أطلس"]

    assert sorted(names, key=text.sort_key) == ["Atlas", "Electra", "L'Électro", "Zagora", "أطلس", "المغربية"]


def test_sort_key_keeps_a_short_arabic_word_whole():
    assert text.sort_key("الم") == "الم"


def test_trigrams_are_of_words_in_both_scripts():
    assert text.trigrams("Été d'or", "أطلس") == ["d", "ete", "or", "اطل", "طلس"]


def test_trigrams_know_no_punctuation():
    assert text.trigrams("، ؛ - ...") == []
