"""What is offered to who says without a name what stops them, and what kind of help there is against it: data only."""

from typing import Final

from companies.content.enums import Need
from companies.dialogue.enums import ObstacleCode

C = ObstacleCode

IN_PUBLIC: Final[tuple[ObstacleCode, ...]] = (
    C.DID_NOT_KNOW,
    C.DID_NOT_UNDERSTAND,
    C.THOUGHT_NOT_ELIGIBLE,
    C.DID_NOT_SEE_BENEFIT,
    C.FORM_TOO_COMPLICATED,
    C.MISSING_DOCUMENT,
    C.NO_TIME_OR_STAFF,
    C.COFINANCING_OR_CASH,
    C.NO_EXPORTABLE_CAPACITY,
    C.CERTIFICATION_OR_STANDARDS,
    C.LOGISTICS,
    C.MARKET_ACCESS_OR_TARIFFS,
    C.WAITING_FOR_ADMINISTRATION,
    C.NOT_INTERESTED_NOW,
    C.FOUND_OTHER_SUPPORT,
    C.OTHER,
)
"""In the order of the page; "another reason" comes last and asks for its words."""

HELPED_BY: Final[dict[ObstacleCode, tuple[Need, ...]]] = {
    C.COFINANCING_OR_CASH: (Need.FINANCE,),
    C.NO_TIME_OR_STAFF: (Need.COACHING,),
    C.NO_EXPORTABLE_CAPACITY: (Need.DIAGNOSTIC, Need.FINANCE),
    C.CERTIFICATION_OR_STANDARDS: (Need.CERTIFICATION,),
    C.LOGISTICS: (Need.LOGISTICS,),
    C.MARKET_ACCESS_OR_TARIFFS: (Need.MARKET_STUDY, Need.INSURANCE),
}
"""What else exists against an obstacle; against the others it is a person who helps."""
