"""Telephone numbers as people here read them, from E.164."""

from typing import Final

import phonenumbers

from companies.common import words

HERE: Final = "+212"
MOBILES_HERE: Final = ("+2126", "+2127")
MOBILE: Final = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def readable_phone(e164: str) -> str:
    """As people here dial it, "05 22 00 14 27"; foreign numbers with + and in their own groups."""
    number = None if e164.startswith(HERE) else _parsed(e164)
    if number is None:
        return words.phone(e164)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def is_mobile(e164: str) -> bool:
    """Moroccan mobiles are known by their first digit: lists hold many, and parsing is slow."""
    if e164.startswith(HERE):
        return e164.startswith(MOBILES_HERE)
    number = _parsed(e164)
    return number is not None and phonenumbers.number_type(number) in MOBILE


def _parsed(e164: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return None
