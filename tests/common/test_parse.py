from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.common import parse


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("4662000", "4662000"),
        ("4 662 000", "4662000"),
        ("4\u202f662\u202f000", "4662000"),
        ("4\u00a0662\u00a0000,50", "4662000.50"),
        ("4.662.000", "4662000"),
        ("4,662,000.5", "4662000.5"),
        ("4.662.000,05", "4662000.05"),
        ("4'662'000", "4662000"),
        ("12.500,00", "12500"),
        ("12,5", "12.5"),
        ("٤٦٦٢٠٠٠", "4662000"),
        ("٤٬٦٦٢٬٠٠٠٫٥", "4662000.5"),
        ("12 500 DH", "12500"),
        ("12 500,00 dhs.", "12500"),
        ("MAD 12 500", "12500"),
        ("12500 درهم", "12500"),
        ("-3 000", "-3000"),
        ("0", "0"),
    ],
)
def test_amount_reads_what_people_write(written, meant):
    assert parse.amount(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["12.500", "12,500", "999.999"])
def test_amount_refuses_what_could_mean_two_things(written):
    with pytest.raises(ValueError, match="not a number"):
        parse.amount(written)


@pytest.mark.parametrize(
    "written", ["", "environ 3 millions", "1.234.56", "1.234.567.89", "12 50", "1,2,3", "3.4567", "²²", "12e5", "--3"]
)
def test_amount_refuses_what_is_no_number(written):
    with pytest.raises(ValueError, match="not a number"):
        parse.amount(written)


def test_amount_refuses_more_than_a_column_holds():
    assert parse.amount("9" * 14) == Decimal("9" * 14)
    with pytest.raises(ValueError, match="too large"):
        parse.amount("1" + "0" * 14)


def test_whole_refuses_centimes_but_not_zero_ones():
    assert parse.whole("12 500,00") == 12500
    with pytest.raises(ValueError, match="not a whole number"):
        parse.whole("12,5")


@pytest.mark.parametrize(
    "written",
    [
        "06 61 20 31 42",
        "06.61.20.31.42",
        "0661203142",
        "661203142",
        "212661203142",
        "00212661203142",
        "+212 661 20 31 42",
        "+212 (0) 661 20 31 42",
        "٠٦٦١٢٠٣١٤٢",
        "\u200e06 61 20 31 42\u202c",
        "tél. 06 61 20 31 42",
    ],
)
def test_phone_reads_every_way_to_write_a_moroccan_number(written):
    assert parse.phone(written) == "+212661203142"


def test_phone_keeps_a_foreign_number():
    assert parse.phone("+33 1 42 68 53 00") == "+33142685300"


@pytest.mark.parametrize(
    "written", ["", "bonjour", "123", "+212", "06-61-20-31-4", "0661203142 / 0522001427", "+2471234", "+" + "9" * 20]
)
def test_phone_refuses_what_cannot_be_called(written):
    with pytest.raises(ValueError, match="not a telephone number"):
        parse.phone(written)


@pytest.mark.parametrize(
    ("number", "mobile"), [("+212661203142", True), ("+212761203142", True), ("+212522001427", False)]
)
def test_is_mobile_tells_moroccan_mobiles(number, mobile):
    assert parse.is_mobile(number) is mobile


@pytest.mark.parametrize("written", ["001509876000043", "00150 9876-0000.43", "٠٠١٥٠٩٨٧٦٠٠٠٠٤٣"])
def test_ice_keeps_its_fifteen_digits(written):
    assert parse.ice(written) == "001509876000043"


@pytest.mark.parametrize(
    ("written", "reason"),
    [("", "digits"), ("ICE 001509876000043", "digits"), ("²" * 15, "digits"), ("1509876000043", "length")],
)
def test_ice_says_what_is_wrong(written, reason):
    with pytest.raises(ValueError, match=reason):
        parse.ice(written)


def test_ice_is_doubtful_when_its_key_fails():
    assert [parse.ice_is_doubtful(ice) for ice in ("001561191000066", "001561191000067")] == [False, True]


def test_digits_keeps_digits_only():
    assert parse.digits(" ٢٠-27/a²") == "2027"


@pytest.mark.parametrize("written", ["", "abc", "-1", "1.500 million", "12,50", "0.500", "2 000 000 000 000 000"])
def test_amount_in_whole_dirhams_is_refused(written):
    with pytest.raises(ValueError):
        parse.dirhams(written)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("12.500", 12500), ("1,5 million DH", 1500000), ("2 milliards", 2 * 10**9), ("٣ ملايين درهم", 3000000)],
)
def test_amount_in_whole_dirhams(written, amount):
    assert parse.dirhams(written) == amount


@given(st.text(max_size=60))
def test_any_text_is_an_amount_a_count_or_refused(text):
    for read in (parse.dirhams, parse.count):
        try:
            assert read(text) >= 0
        except ValueError:
            continue
