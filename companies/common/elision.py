"""French elision before a name: "de Settat", but "d’Atlas Maille" and "d’Huiles du Souss"."""

import re
from typing import Final

from companies.common.text import fold

_SILENT_H: Final = (
    r"h(?:abill|abitat|armoni|ebergement|elio|erbe|erbor|eritage|omeo|omme|onneur|orizon|orlog|orti|otel|uil"
    r"|umain|umid|ydr|ygien)"
)
"""Words as companies' names begin with them; any other h is taken as one that is breathed: Hassan, Hamza, halal."""
_VOWEL: Final = re.compile(rf"\W*(?:(?!onz|oui\b|ouistiti|uhlan)[aeiou]|y[^aeiouy\W]|{_SILENT_H})")


def is_elided(name: str) -> bool:
    """Whether "de" and "que" lose their e before `name`; never before a figure or Arabic letters."""
    return _VOWEL.match(fold(name)) is not None


def of(name: str) -> str:
    """ "de Settat", "d’Agadir"."""
    return f"d’{name}" if is_elided(name) else f"de {name}"
