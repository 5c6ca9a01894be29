"""Numbers, telephones and identifiers as people write them; Arabic-Indic digits too."""

import re
from decimal import Decimal
from typing import Final

import phonenumbers
from stdnum.ma import ice as stdnum_ice

from companies.common.text import clean, latin_digits

COUNTRY: Final = "MA"
COUNTRY_PREFIX: Final = "+212"
ICE_DIGITS: Final = 15
WHOLE_DIGITS: Final = 14
"""As many as an amount's column holds before its centimes."""
_CURRENCY = re.compile(r"(?i)^(?:mad|dhs?)\b\.?|\s*(?:\b(?:dhs?|mad|dirhams?)|درهما?|دراهم)\.?$")
_PART = "(?P<part>[0-9]{1,2})"
_GROUPS = "(?P<whole>-?[0-9]{1,3}(?P<mark>[ .'’,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
_GROUPED = re.compile(rf"{_GROUPS}(?:(?!(?P=mark))[.,]{_PART})?")
_PLAIN = re.compile(rf"(?P<whole>-?[0-9]+)(?:[.,]{_PART})?")
_SCALE_WORDS: Final = {
    10**3: "k|mille|milliers?|thousand|ألفا?|آلاف|الف",
    10**6: "m|millions?|مليونا?|ملايين",
    10**9: "milliards?|مليارا?|ملايير",
}
_SCALES = [
    (
        re.compile(
            rf"(?i)(?P<number>.*[0-9])\s*(?:{words})(?:\s*(?:de |d['’])?\s*(?:dhs?|mad|dirhams?|درهم|دراهم))?\.?"
        ),
        scale,
    )
    for scale, words in _SCALE_WORDS.items()
]
_ONE_NUMBER = re.compile(r"[^\W\d_ ]*(?: [^\W\d_]+)* ?(?P<number>[0-9](?:[0-9 .,]*[0-9])?)(?: [^\W\d_]+)*\.?")
_CALLABLE = re.compile(r"\+(?:212[5-8][0-9]{8}|(?!212)[0-9]{8,15})")


def digits(value: str) -> str:
    return re.sub("[^0-9]", "", latin_digits(value))


def amount(value: str) -> Decimal:
    """An amount without its currency; spaces, dots or commas group thousands.

    Raises ValueError when it is no number, when one dot or comma could mean either ("12.500": better to ask than to
    be wrong by a factor of a thousand), and when it is longer than any amount can be.
    """
    text = latin_digits(clean(value)).replace("٬", "").replace("٫", ",")
    text = _CURRENCY.sub("", text).strip()
    found = _GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)
    if not found or _could_mean_either(found):
        raise ValueError("not a number")
    number = Decimal(f"{re.sub('[^-0-9]', '', found['whole'])}.{found['part'] or 0}")
    if abs(number) >= 10**WHOLE_DIGITS:
        raise ValueError("too large")
    return number


def _could_mean_either(found: re.Match[str]) -> bool:
    """One dot or comma before three digits, and nothing else to tell by."""
    mark = found.groupdict().get("mark") or ""
    return mark in {".", ","} and found["whole"].count(mark) == 1 and not found["part"]


def whole(value: str) -> int:
    """A count or an amount in whole dirhams; ValueError when it has a fraction or is no number."""
    number = amount(value)
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return int(number)


def dirhams(value: str) -> int:
    """An amount in whole dirhams, as people write it: "4 662 000 DH", "4.662.000", "1,5 million", "٤٠ مليون".

    Where no centimes are asked, "12.500" can only be twelve thousand. Raises ValueError for what is no such amount,
    is below zero, has centimes, or could be read in two ways ("1.500 million").
    """
    text = latin_digits(clean(value))
    number = Decimal(0)
    for pattern, scale in _SCALES:
        if found := pattern.fullmatch(text):
            number = amount(found["number"]) * scale
            break
    else:
        number = _thousands(_CURRENCY.sub("", text).strip())
    if number < 0 or number != number.to_integral_value() or number >= 10**WHOLE_DIGITS:
        raise ValueError("no amount in whole dirhams")
    return int(number)


def count(value: str) -> int:
    """How many: "24", "1 200", "1.200", "24 personnes"; ValueError when it is no number, or two ("20 à 30")."""
    found = _ONE_NUMBER.fullmatch(latin_digits(clean(value)))
    number = _thousands(found["number"]) if found else Decimal(-1)
    if number < 0 or number != number.to_integral_value():
        raise ValueError("not a count")
    return int(number)


def _thousands(text: str) -> Decimal:
    """As `amount` reads it, and one dot or comma before three digits groups thousands."""
    if re.fullmatch("[1-9][0-9]{0,2}[.,][0-9]{3}", text):
        return Decimal(re.sub("[.,]", "", text))
    return amount(text)


def phone(value: str) -> str:
    """The number in E.164 ("+212661203142"); ValueError when it cannot be called."""
    text = re.sub(r"\(0\)", "", latin_digits(clean(value)))
    text = re.sub(r"[^\d+]", "", text)
    if re.fullmatch(r"[5-8]\d{8}", text):
        text = f"0{text}"
    try:
        parsed = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise ValueError("not a telephone number") from error
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if not (phonenumbers.is_possible_number(parsed) and _CALLABLE.fullmatch(number)):
        raise ValueError("not a telephone number")
    return number


def is_mobile(e164: str) -> bool:
    """Whether WhatsApp makes sense: Moroccan mobiles begin with 6 or 7."""
    return bool(re.fullmatch(r"\+212[67]\d{8}", e164)) or not e164.startswith("+212")


def ice(value: str) -> str:
    """The 15 digits of an ICE, spaces and hyphens dropped; ValueError("digits" or "length") otherwise."""
    text = re.sub(r"[\s\-.]", "", latin_digits(clean(value)))
    if not re.fullmatch("[0-9]+", text):
        raise ValueError("digits")
    if len(text) != ICE_DIGITS:
        raise ValueError("length")
    return text


def ice_is_doubtful(fifteen_digits: str) -> bool:
    """Whether the check key fails. The rule is inferred, not published: it warns, never blocks."""
    return not stdnum_ice.is_valid(fifteen_digits)
