"""How the year went in each region of the demonstration: data only.

Few take it up, and not for the same reasons everywhere: that is what the site is there to show. Some offices have not
invited yet; in one region addresses are refused, in another people do not see what it is for, elsewhere drafts stay
behind for want of a paper. Days count from the opening of the year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from companies.cases.enums import ClosedAs, Status
from companies.dialogue.enums import ObstacleCode as O

End = Status | ClosedAs
"""Where a company that applied stands today: at a status, or closed this way."""


@dataclass(frozen=True, slots=True)
class Course:
    """Numbers of companies by what they did by themselves; the others stayed silent.

    `calls` is how many calls the office makes in a day, `spoken` the percentage that reaches somebody.
    """

    invited_on: tuple[int, ...] = ()
    applied: tuple[End, ...] = ()
    drafts: int = 0
    declined: int = 0
    postponed: int = 0
    wrong_person: int = 0
    calls: int = 2
    spoken: int = 40
    why: Mapping[O, int] = field(default_factory=dict)


REGIONS: Final[dict[str, Course]] = {
    "01": Course(
        invited_on=(4, 25),
        applied=(
            Status.PROSPECTING,
            Status.PREPARING,
            Status.DIAGNOSTIC,
            Status.IN_REVIEW,
            ClosedAs.REFUSED,
            Status.SUBMITTED,
        ),
        drafts=5,
        declined=2,
        postponed=2,
        wrong_person=1,
        calls=3,
        spoken=50,
        why={O.LOGISTICS: 5, O.CERTIFICATION_OR_STANDARDS: 4, O.NO_TIME_OR_STAFF: 2, O.DID_NOT_SEE_BENEFIT: 1},
    ),
    "02": Course(
        invited_on=(25,),
        drafts=1,
        declined=1,
        wrong_person=2,
        calls=1,
        spoken=25,
        why={O.NEVER_REACHED: 5, O.WRONG_CONTACT: 3, O.DID_NOT_KNOW: 3, O.NO_EXPORTABLE_CAPACITY: 1},
    ),
    "03": Course(
        invited_on=(28,),
        applied=(Status.INFORMATION_REQUESTED,),
        drafts=7,
        declined=1,
        postponed=1,
        wrong_person=1,
        calls=2,
        spoken=35,
        why={O.FORM_TOO_COMPLICATED: 5, O.MISSING_DOCUMENT: 4, O.DID_NOT_UNDERSTAND: 2},
    ),
    "04": Course(
        invited_on=(4, 32),
        applied=(Status.UNDER_WAY, Status.WAITING_LIST, Status.IN_REVIEW, ClosedAs.INELIGIBLE),
        drafts=4,
        declined=3,
        postponed=1,
        wrong_person=1,
        calls=3,
        spoken=45,
        why={O.DID_NOT_SEE_BENEFIT: 5, O.THOUGHT_NOT_ELIGIBLE: 4, O.FOUND_OTHER_SUPPORT: 2, O.COFINANCING_OR_CASH: 2},
    ),
    "05": Course(
        invited_on=(25,),
        applied=(Status.PLAN,),
        drafts=2,
        declined=1,
        calls=1,
        spoken=40,
        why={O.DID_NOT_UNDERSTAND: 4, O.DID_NOT_KNOW: 3, O.NO_EXPORTABLE_CAPACITY: 3},
    ),
    "06": Course(
        invited_on=(1, 15, 29),
        applied=(
            Status.CONFIRMED,
            Status.NEGOTIATING,
            Status.PROSPECTING,
            Status.UNDER_WAY,
            Status.PLAN,
            Status.DIAGNOSTIC,
            Status.IN_REVIEW,
            Status.IN_REVIEW,
            Status.INFORMATION_REQUESTED,
            Status.SUBMITTED,
        ),
        drafts=9,
        declined=5,
        postponed=3,
        wrong_person=2,
        calls=5,
        spoken=45,
        why={O.COFINANCING_OR_CASH: 5, O.NO_TIME_OR_STAFF: 5, O.CERTIFICATION_OR_STANDARDS: 2, O.NOT_INTERESTED_NOW: 2},
    ),
    "07": Course(
        invited_on=(21,),
        applied=(Status.SUBMITTED, Status.IN_REVIEW),
        drafts=8,
        declined=2,
        postponed=1,
        wrong_person=1,
        calls=2,
        spoken=40,
        why={O.MISSING_DOCUMENT: 6, O.WAITING_FOR_ADMINISTRATION: 3, O.COFINANCING_OR_CASH: 2},
    ),
    "08": Course(
        invited_on=(35,),
        drafts=1,
        calls=1,
        spoken=20,
        why={O.DID_NOT_KNOW: 5, O.NEVER_REACHED: 2, O.NO_EXPORTABLE_CAPACITY: 2},
    ),
    "09": Course(
        invited_on=(8,),
        applied=(Status.NEGOTIATING, Status.DIAGNOSTIC, Status.INFORMATION_REQUESTED, Status.SUBMITTED),
        drafts=2,
        declined=1,
        postponed=1,
        calls=3,
        spoken=55,
        why={O.CERTIFICATION_OR_STANDARDS: 5, O.MARKET_ACCESS_OR_TARIFFS: 4, O.LOGISTICS: 2},
    ),
    "10": Course(invited_on=(42,), calls=1, spoken=25, why={O.DID_NOT_KNOW: 3, O.NO_EXPORTABLE_CAPACITY: 2}),
    "11": Course(invited_on=(42,), declined=1, calls=1, spoken=20, why={O.WRONG_CONTACT: 3, O.NEVER_REACHED: 3}),
    "12": Course(),  # nobody has been invited there yet
}
