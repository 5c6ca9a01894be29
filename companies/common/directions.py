"""Values in a text of the other writing direction: kept from turning its line round."""

import re
from typing import Final

from django.utils.html import escape

FIRST_STRONG: Final = "\u2068"
POP: Final = "\u2069"

_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_NUMBER_IN_GROUPS: Final = re.compile(r"\d[\s\u00a0\u202f./-]+\d")


def runs_against(value: str, language: str) -> bool:
    """Whether `value` reads in the other direction than a text in `language`; numbers in groups count in Arabic."""
    if language != "ar":
        return bool(_ARABIC.search(value))
    return not _ARABIC.search(value) and bool(_LATIN.search(value) or _NUMBER_IN_GROUPS.search(value))


def isolated(value: str, language: str) -> str:
    """`value` for plain text."""
    return f"{FIRST_STRONG}{value}{POP}" if runs_against(value, language) else value


def isolated_html(value: str, language: str) -> str:
    """`value` for a page, escaped."""
    shown = escape(value)
    if not runs_against(value, language):
        return shown
    return f"<bdi>{shown}</bdi>" if _ARABIC.search(value) or _LATIN.search(value) else f'<bdi dir="ltr">{shown}</bdi>'
