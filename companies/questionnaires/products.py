"""The rows of a `products` question: an HS code, or a word for it, and the everyday name."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.common import parse
from companies.questionnaires import choices
from companies.questionnaires.declarations import MOST_PRODUCTS
from companies.questionnaires.fields import CODE_ATTRS, TextAnswer

CHAPTER: Final = 2
DEEPEST: Final = 6
HS_LENGTHS: Final = (4, DEEPEST, 8, 10)
"""The last two are of national codes, of which the first six digits are the HS code."""


class HsAnswer(TextAnswer):
    """4 or 6 digits; of a national code, its first 6. A word is left to the form: it may stand for the name."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        digits = parse.digits(text)
        if is_word(text) or not text:
            return text
        if len(digits) not in HS_LENGTHS:
            message = _("The HS code has 4 or 6 digits; this one has %(count)s.")
            raise ValidationError(message, params={"count": len(digits)})
        if digits[:CHAPTER] not in choices.rows("hs"):
            raise ValidationError(_("No HS code begins with %(start)s."), params={"start": digits[:CHAPTER]})
        return digits[:DEEPEST]


def is_word(code: str) -> bool:
    """Whether letters were written where a code is asked."""
    return any(letter.isalpha() for letter in code)


def product_fields(row: int) -> dict[str, forms.Field]:
    """Code and name of one product; `row` counts from 1, as people do."""
    code = HsAnswer(longest=60, required=False, widget=forms.TextInput(CODE_ATTRS | {"inputmode": "text"}))
    code.label = _("Product %(row)s, HS code") % {"row": row}
    name = TextAnswer(longest=120, required=False, widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}))
    name.label = _("Product %(row)s, everyday name") % {"row": row}
    return {code_name(row): code, name_name(row): name}


def code_name(row: int) -> str:
    return f"products-{row}-code"


def name_name(row: int) -> str:
    return f"products-{row}-name"


def with_word_as_code(drawn: Mapping[str, Any], row: int) -> dict[str, Any]:
    """A name without a code drawn where the code is written: a word that was searched for is no name yet."""
    word, code = drawn.get(name_name(row)), drawn.get(code_name(row))
    return dict(drawn) | ({code_name(row): word, name_name(row): ""} if word and not code else {})


def posted(rows: object) -> dict[str, str]:
    """Kept rows as a browser would send them."""
    found: dict[str, str] = {}
    for number, row in enumerate(rows[:MOST_PRODUCTS] if isinstance(rows, list) else [], start=1):
        if isinstance(row, Mapping):
            found |= {code_name(number): row.get("code", ""), name_name(number): row.get("name", "")}
    return found
