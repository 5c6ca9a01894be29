from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from companies.common import words

FIRST_OF_MAY = date(2027, 5, 1)
APRIL = date(2027, 4, 30)
NB, NN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", f"1er{NB}mai"), ("ar", f"1{NB}ماي"), ("en", f"1{NB}May")],
)
def test_day_is_words(language, expected):
    assert words.day(FIRST_OF_MAY, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", f"vendredi 30{NB}avril 2027"),
        ("ar", f"الجمعة 30{NB}أبريل 2027"),
        ("en", f"Friday 30{NB}April 2027"),
    ],
)
def test_full_day_names_the_weekday(language, expected):
    assert words.full_day(APRIL, language) == expected


def test_months_are_those_of_morocco():
    months = [words.day(date(2027, month, 2), "ar").split(NB)[1] for month in range(1, 13)]

    first, second = "يناير فبراير مارس أبريل ماي يونيو", "يوليوز غشت شتنبر أكتوبر نونبر دجنبر"
    assert " ".join(months) == f"{first} {second}"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", f"1er{NB}décembre 2026 à 14{NB}h{NB}05"),
        ("ar", f"1{NB}دجنبر 2026 على الساعة 14:05"),
        ("en", f"1{NB}December 2026, 14:05"),
    ],
)
def test_moment_is_on_the_clock_of_casablanca(language, expected):
    assert words.moment(datetime(2026, 12, 1, 14, 5, tzinfo=UTC), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", f"4{NN}662{NN}000"), ("ar", f"4{NN}662{NN}000"), ("en", "4,662,000")]
)
def test_grouped_never_breaks_a_number(language, expected):
    assert words.grouped(4662000, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", f"1{NN}250,05{NB}MAD"), ("ar", f"1{NN}250,05{NB}درهم"), ("en", f"1,250.05{NB}MAD")],
)
def test_dirhams_show_centimes_where_there_are_some(language, expected):
    assert words.dirhams(Decimal("1250.05"), language) == expected


def test_dirhams_leave_round_amounts_alone():
    assert words.dirhams(Decimal("1250.00"), "fr") == f"1{NN}250{NB}MAD"


# The table of the voice: zero, one, two, few, many, other.
ARABIC = {
    words.pages: ["لا صفحات", "صفحة واحدة", "صفحتان", "3 صفحات", "11 صفحة", "100 صفحة"],
    words.days: ["لا أيام", "يوم واحد", "يومان", "3 أيام", "11 يوما", "100 يوم"],
    words.minutes: ["أقل من دقيقة", "دقيقة واحدة", "دقيقتان", "3 دقائق", "11 دقيقة", "100 دقيقة"],
    words.answers: ["لا أجوبة", "جواب واحد", "جوابان", "3 أجوبة", "11 جوابا", "100 جواب"],
}


@pytest.mark.parametrize("noun", ARABIC, ids=lambda noun: noun.__name__)
def test_arabic_counts_in_six_forms(noun):
    assert [noun(count, "ar") for count in (0, 1, 2, 3, 11, 100)] == ARABIC[noun]


@pytest.mark.parametrize("count", [103, 110])
def test_arabic_counts_go_round_after_a_hundred(count):
    assert words.pages(count, "ar") == f"{count} صفحات"


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", ["0 page", "1 page", "2 pages"]), ("en", ["0 pages", "1 page", "2 pages"])]
)
def test_french_counts_nothing_in_the_singular(language, expected):
    assert [words.pages(count, language).replace(NB, " ") for count in (0, 1, 2)] == expected


def test_language_is_the_page_s_unless_given():
    with translation.override("ar"):
        assert (words.day(APRIL), words.day(APRIL, "en")) == (f"30{NB}أبريل", f"30{NB}April")


def test_unknown_language_is_read_as_french():
    assert words.day(APRIL, "de") == f"30{NB}avril"


def test_phone_is_in_pairs():
    assert words.phone("+212661203142") == NB.join(["06", "61", "20", "31", "42"])


def test_foreign_phone_stays_as_it_is():
    assert words.phone("+33142685300") == "+33142685300"
