"""What a company sells, and where."""

import re

from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Findings
from companies.cases.importing.labels import Labels
from companies.common.text import clean, latin_digits

HOME = "MA"
_SEPARATORS = re.compile(r"[\s,;/|+]+")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/|+،]|\bet\b|\band\b)\s*")
_LOST_ZERO = (3, 5)  # 803 for 0803, 80522 for 080522
_GOOD = (4, 6)
_TARIFF = (8, 10)  # Morocco's own subdivisions


def products(value: str, labels: Labels, findings: Findings) -> tuple[str, ...]:
    """HS codes of 4 or 6 digits in chapters that exist, each once."""
    codes = []
    for typed in _SEPARATORS.split(latin_digits(clean(value))):
        code = _code(typed, findings) if typed else ""
        if code and code[:2] in labels.chapters:
            codes.append(code)
        elif code:
            findings.note(Field.PRODUCTS, clean(value), "hs_unknown", typed=typed)
    return tuple(dict.fromkeys(codes))


def _code(typed: str, findings: Findings) -> str:
    digits = typed.replace(".", "")
    length = len(digits) if digits.isascii() and digits.isdigit() else 0
    if length in _GOOD:
        return digits
    if length in _LOST_ZERO:
        findings.note(Field.PRODUCTS, typed, "hs_padded", code=f"0{digits}")
        return f"0{digits}"
    if length in _TARIFF:
        findings.note(Field.PRODUCTS, typed, "hs_shortened", typed=typed, code=digits[:6])
        return digits[:6]
    findings.note(Field.PRODUCTS, typed, "hs_unknown", typed=typed)
    return ""


def markets(value: str, field: Field, labels: Labels, findings: Findings) -> tuple[str, ...]:
    """Country codes, from codes or names in any of our languages; Morocco is no market abroad."""
    text = clean(value)
    codes = []
    for part in filter(None, _BETWEEN_NAMES.split(text)):
        for name in _names(part, labels):
            code = _country(name, text, field, labels, findings)
            codes += [code] if code else []
    return tuple(dict.fromkeys(codes))


def _names(part: str, labels: Labels) -> list[str]:
    """ "Côte d'Ivoire" is one name, "SN CI" are two."""
    return [part] if labels.country(part)[0] else part.split()


def _country(name: str, text: str, field: Field, labels: Labels, findings: Findings) -> str:
    code, guessed = labels.country(name)
    if not code:
        findings.note(field, text, "country_unknown", typed=name)
    elif code == HOME:
        findings.note(field, text, "country_home")
        return ""
    elif guessed:
        findings.note(field, text, "country_guessed", typed=name, country=labels.countries[code])
    return code
