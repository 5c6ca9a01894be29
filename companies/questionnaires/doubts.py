"""What looks unusual in an answer and is accepted all the same."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from companies.common import parse
from companies.questionnaires.declarations import Question, Text
from companies.questionnaires.enums import Kind

SMALL_AMOUNT: Final = 10_000
"""Dirhams a year under which an amount was probably meant in thousands."""


def doubt_of(question: Question, value: Any) -> Text | None:
    is_doubtful, said = DOUBTS.get(Kind(question.kind), (_never, ""))
    return said if is_doubtful(value) else None


def _unusual_ice(value: Any) -> bool:
    return isinstance(value, str) and len(value) == parse.ICE_DIGITS and parse.ice_is_doubtful(value)


def _small_amount(value: Any) -> bool:
    return isinstance(value, int) and 0 < value < SMALL_AMOUNT


def _never(value: Any) -> bool:
    return False


DOUBTS: Final[dict[Kind, tuple[Callable[[Any], bool], Text]]] = {
    Kind.ICE: (
        _unusual_ice,
        _("This ICE looks unusual. Check it against an invoice; if it is right, continue."),
    ),
    Kind.AMOUNT: (
        _small_amount,
        _("This amount looks small: it is asked in dirhams, not in thousands. If it is right, continue."),
    ),
}
