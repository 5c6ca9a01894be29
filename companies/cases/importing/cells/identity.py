"""ICE, names, registers."""

import re

from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Findings
from companies.common import parse
from companies.common.text import clean, latin_digits

NO_ICE = "-"  # an answer: the company has none to give yet
_ROUNDED = re.compile(r"\d+([.,]\d+)?e\+?\d+", re.IGNORECASE)
_ARABIC = re.compile("[\u0620-\u064a]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LEAST_DIGITS = 8  # fewer were never an ICE that lost its zeros


def ice(value: str, findings: Findings) -> tuple[str, bool]:
    """The 15 digits, and whether their key fails; "" where none is known."""
    text = clean(value)
    if text in ("", NO_ICE):
        return "", False
    try:
        found = parse.ice(text)
    except ValueError:
        return _incomplete(text, findings), False
    doubtful = parse.ice_is_doubtful(found)
    if doubtful:
        findings.note(Field.ICE, text, "ice_doubtful")
    return found, doubtful


def _incomplete(text: str, findings: Findings) -> str:
    digits = re.sub(r"[\s\-.]", "", latin_digits(text))
    if _ROUNDED.fullmatch(digits) or _ROUNDED.fullmatch(latin_digits(text)):
        findings.note(Field.ICE, text, "ice_rounded")
    elif not (digits.isascii() and digits.isdigit()):
        findings.note(Field.ICE, text, "ice_unreadable")
    else:
        padded = digits.zfill(parse.ICE_DIGITS)
        if len(digits) >= _LEAST_DIGITS and len(padded) == parse.ICE_DIGITS and not parse.ice_is_doubtful(padded):
            findings.note(Field.ICE, text, "ice_padded", ice=padded)
            return padded
        findings.note(Field.ICE, text, "ice_length", count=len(digits))
    return ""


def names(latin: str, arabic: str, findings: Findings) -> tuple[str, str]:
    """Both names; one in Arabic script alone stands for both until the company gives the other."""
    name, name_ar = clean(latin), clean(arabic)
    if name and not name_ar and _ARABIC.search(name) and not _LATIN.search(name):
        findings.note(Field.NAME, name, "name_arabic")
        return name, name
    return name, name_ar


def without_name(name: str, name_ar: str, ice_given: str, findings: Findings) -> bool:
    """Whether the row names no company; said once, at the graver of the two."""
    if name or name_ar:
        return False
    findings.note(Field.NAME, "", "name_missing" if ice_given else "nobody")
    return True


def keep_short(text: str, limit: int, field: Field, findings: Findings) -> str:
    if len(text) > limit:
        findings.note(field, text[:40] + "…", "too_long", limit=limit)
    return text[:limit]


def registers(value: str, has_rc: bool | None, findings: Findings) -> tuple[str, str]:
    """(trade register number, number in another register), by what the legal form has."""
    number = keep_short(clean(value), 20, Field.RC, findings)
    if has_rc is False and number:
        findings.note(Field.RC, number, "rc_without_register")
        return "", number
    if has_rc and not number:
        findings.note(Field.RC, "", "rc_missing")
    return number, ""
