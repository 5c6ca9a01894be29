"""How to reach the person: addresses, numbers, language."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from companies.cases.importing.fields import Field
from companies.cases.importing.findings import Findings
from companies.common import parse
from companies.common.text import clean, fold

_BETWEEN_ADDRESSES = re.compile(r"[\s;,/|]+")
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[;,/|]|\bou\b|\bet\b|\bor\b|أو)\s*")
_LONGEST_ADDRESS = 254
LANGUAGES: Final = {
    **dict.fromkeys(("fr", "francais", "francaise", "french", "الفرنسيه", "فرنسيه"), "fr"),
    **dict.fromkeys(("ar", "arabe", "arabic", "العربيه", "عربيه"), "ar"),
    **dict.fromkeys(("en", "anglais", "anglaise", "english", "الانجليزيه", "انجليزيه", "الانكليزيه"), "en"),
}
DEFAULT_LANGUAGE: Final = "fr"


def email(value: str, findings: Findings) -> tuple[str, list[str]]:
    """The first valid address in small letters, and what else stood in the cell."""
    text = clean(value)
    if not text:
        findings.note(Field.EMAIL, "", "email_missing")
        return "", []
    found = [address.lower() for address in _BETWEEN_ADDRESSES.split(text) if _is_address(address)]
    if not found:
        findings.note(Field.EMAIL, text, "email_invalid")
        return "", []
    if len(set(found)) > 1:
        findings.note(Field.EMAIL, text, "email_several", kept=found[0])
    return found[0], [address for address in dict.fromkeys(found) if address != found[0]]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= _LONGEST_ADDRESS


def phone(value: str, findings: Findings) -> tuple[str, list[str]]:
    """The first number that can be called, as +212661203142, and the others."""
    text = clean(value)
    if not text:
        findings.note(Field.PHONE, "", "phone_missing")
        return "", []
    found = _numbers([text]) or _numbers(_BETWEEN_NUMBERS.split(text))
    if not found:
        findings.note(Field.PHONE, text, "phone_invalid")
        return "", []
    if len(found) > 1:
        findings.note(Field.PHONE, text, "phone_several", kept=found[0])
    return found[0], found[1:]


def _numbers(texts: list[str]) -> list[str]:
    numbers = []
    for text in texts:
        try:
            numbers.append(parse.phone(text))
        except ValueError:
            continue
    return list(dict.fromkeys(numbers))


def language(value: str, findings: Findings) -> str:
    """ "" where the cell is empty: a new contact is then written to in French, a known one as before."""
    text = clean(value)
    if not text:
        return ""
    code = LANGUAGES.get(fold(text), "")
    if not code:
        findings.note(Field.LANGUAGE, text, "language_unknown")
    return code
