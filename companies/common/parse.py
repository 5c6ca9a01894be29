"""Numbers, telephones and identifiers as people write them; Arabic-Indic digits too."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

import phonenumbers
from stdnum.ma import ice as stdnum_ice

from companies.common.text import clean, latin_digits

COUNTRY: Final = "MA"
COUNTRY_PREFIX: Final = "+212"
ICE_DIGITS: Final = 15
_SPACES = re.compile("[\\s\u00a0\u202f]+")


def digits(value: str) -> str:
    return re.sub(r"\D", "", latin_digits(value))


def amount(value: str) -> Decimal:
    """An amount without its currency; spaces, dots or commas group thousands.

    Raises ValueError when it is no number, or when one dot or comma could mean either
    ("12.500"): better to ask than to be wrong by a factor of a thousand.
    """
    text = re.sub(r"(?i)\s*(dhs?|mad|درهم)\.?$", "", latin_digits(clean(value)))
    text = text.replace("٬", "").replace("٫", ",")
    text = _SPACES.sub(" ", text)
    grouped = re.fullmatch(r"(-?\d{1,3}(?:([ .'’,])\d{3})(?:\2\d{3})*)(?:([.,])(\d{1,2}))?", text)
    if grouped and (grouped[2] in " '’" or text.count(grouped[2]) > 1 or grouped[3]):
        whole = grouped[1].replace(grouped[2], "")
        return Decimal(f"{whole}.{grouped[4] or 0}")
    plain = re.fullmatch(r"(-?\d+)(?:[.,](\d{1,2}))?", text)
    if plain is None:
        raise ValueError("not a number")
    try:
        return Decimal(f"{plain[1]}.{plain[2] or 0}")
    except InvalidOperation as error:  # pragma: no cover - the pattern admits digits only
        raise ValueError("not a number") from error


def whole(value: str) -> int:
    """A count or an amount in whole dirhams; ValueError when it has a fraction or is no number."""
    number = amount(value)
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return int(number)


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
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError("not a telephone number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def is_mobile(e164: str) -> bool:
    """Whether WhatsApp makes sense: Moroccan mobiles begin with 6 or 7."""
    return bool(re.fullmatch(r"\+212[67]\d{8}", e164)) or not e164.startswith("+212")


def ice(value: str) -> str:
    """The 15 digits of an ICE, spaces and hyphens dropped; ValueError("digits" or "length") otherwise."""
    text = re.sub(r"[\s\-.]", "", latin_digits(clean(value)))
    if not text.isdigit():
        raise ValueError("digits")
    if len(text) != ICE_DIGITS:
        raise ValueError("length")
    return text


def ice_is_doubtful(fifteen_digits: str) -> bool:
    """Whether the check key fails. The rule is inferred, not published: it warns, never blocks."""
    return not stdnum_ice.is_valid(fifteen_digits)
