"""What the link of a message opens, by where the file stands: data only.

A link says which case is meant; it proves nothing of who holds it. What would undo somebody's work asks for a code.
"""

from enum import StrEnum
from typing import Final

from companies.cases.enums import Status
from companies.enrolment.rules import BEFORE_START, SENT


class Door(StrEnum):
    """What somebody can ask for on the page of a link."""

    START = "start"
    LATER = "later"
    DECLINE = "decline"
    WRONG_PERSON = "wrong_person"


class Way(StrEnum):
    OPEN = "open"
    BY_CODE = "by_code"
    SHUT = "shut"


UNTOUCHED: Final[dict[Door, Way]] = dict.fromkeys(Door, Way.OPEN)
ANSWERED: Final[dict[Door, Way]] = dict.fromkeys(Door, Way.SHUT) | {
    Door.START: Way.BY_CODE,
    Door.DECLINE: Way.BY_CODE,
    Door.WRONG_PERSON: Way.OPEN,
}
SENT_IN: Final[dict[Door, Way]] = ANSWERED | {Door.WRONG_PERSON: Way.SHUT}
DECIDED: Final[dict[Door, Way]] = SENT_IN | {Door.DECLINE: Way.SHUT}
OVER: Final[dict[Door, Way]] = SENT_IN | {Door.DECLINE: Way.OPEN}
"""Declining what was declined changes nothing, and says so."""


def way(door: Door, status: Status, *, holds_answers: bool) -> Way:
    """How `door` opens for who holds a link; `holds_answers` tells a draft with answers from one just begun."""
    return _column(status, holds_answers)[door]


def _column(status: Status, holds_answers: bool) -> dict[Door, Way]:
    if status in BEFORE_START or (status == Status.DRAFT and not holds_answers):
        return UNTOUCHED
    if status == Status.DRAFT:
        return ANSWERED
    if status in SENT:
        return SENT_IN
    return OVER if status == Status.CLOSED else DECIDED
