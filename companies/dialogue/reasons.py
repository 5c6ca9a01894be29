"""Each obstacle's hypothesis, and how a company says it: data only."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from companies.dialogue.enums import Hypothesis, ObstacleCode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

C = ObstacleCode

HYPOTHESIS: Final[dict[ObstacleCode, Hypothesis]] = {
    **dict.fromkeys((C.DID_NOT_KNOW, C.NEVER_REACHED, C.WRONG_CONTACT), Hypothesis.COMMUNICATION),
    **dict.fromkeys(
        (
            C.DID_NOT_UNDERSTAND,
            C.THOUGHT_NOT_ELIGIBLE,
            C.FORM_TOO_COMPLICATED,
            C.DID_NOT_SEE_BENEFIT,
        ),
        Hypothesis.COMPREHENSION,
    ),
    **dict.fromkeys(
        (
            C.MISSING_DOCUMENT,
            C.COFINANCING_OR_CASH,
            C.NO_TIME_OR_STAFF,
            C.NO_EXPORTABLE_CAPACITY,
            C.CERTIFICATION_OR_STANDARDS,
            C.LOGISTICS,
            C.MARKET_ACCESS_OR_TARIFFS,
            C.WAITING_FOR_ADMINISTRATION,
        ),
        Hypothesis.OPERATIONAL,
    ),
    **dict.fromkeys((C.NOT_INTERESTED_NOW, C.FOUND_OTHER_SUPPORT, C.CEASED_ACTIVITY, C.OTHER), Hypothesis.OTHER),
}

COMPANY_WORDS: Final[dict[ObstacleCode, "StrPromise"]] = {
    C.DID_NOT_KNOW: _("We did not know the programme"),
    C.NEVER_REACHED: _("We received no message"),
    C.WRONG_CONTACT: _("The message did not reach the right person"),
    C.DID_NOT_UNDERSTAND: _("What is offered is not clear to us"),
    C.THOUGHT_NOT_ELIGIBLE: _("We thought the conditions did not fit us"),
    C.FORM_TOO_COMPLICATED: _("The form is too complicated"),
    C.DID_NOT_SEE_BENEFIT: _("We do not see what it would bring us"),
    C.MISSING_DOCUMENT: _("We are missing a document"),
    C.COFINANCING_OR_CASH: _("We cannot advance our share of the cost"),
    C.NO_TIME_OR_STAFF: _("We do not have the time or the staff"),
    C.NO_EXPORTABLE_CAPACITY: _("We do not produce enough to export yet"),
    C.CERTIFICATION_OR_STANDARDS: _("We need a certification, or to meet a standard"),
    C.LOGISTICS: _("Transport or logistics is holding us back"),
    C.MARKET_ACCESS_OR_TARIFFS: _("Market rules or customs duties are holding us back"),
    C.WAITING_FOR_ADMINISTRATION: _("We are waiting for a public office"),
    C.NOT_INTERESTED_NOW: _("Not of interest to us for now"),
    C.FOUND_OTHER_SUPPORT: _("We already have other support"),
    C.CEASED_ACTIVITY: _("The company has ceased its activity"),
    C.OTHER: _("Another reason"),
}

# What is offered to who says "not for us": the message came, and to the right person.
WHEN_DECLINING: Final[tuple[ObstacleCode, ...]] = (
    C.NOT_INTERESTED_NOW,
    C.NO_TIME_OR_STAFF,
    C.COFINANCING_OR_CASH,
    C.NO_EXPORTABLE_CAPACITY,
    C.DID_NOT_UNDERSTAND,
    C.DID_NOT_SEE_BENEFIT,
    C.THOUGHT_NOT_ELIGIBLE,
    C.FORM_TOO_COMPLICATED,
    C.MISSING_DOCUMENT,
    C.CERTIFICATION_OR_STANDARDS,
    C.LOGISTICS,
    C.MARKET_ACCESS_OR_TARIFFS,
    C.WAITING_FOR_ADMINISTRATION,
    C.FOUND_OTHER_SUPPORT,
    C.CEASED_ACTIVITY,
    C.OTHER,
)

# What an applicant may say of exporting: what a programme can lift, the rest in words.
WHEN_APPLYING: Final[tuple[ObstacleCode, ...]] = (
    C.COFINANCING_OR_CASH,
    C.NO_TIME_OR_STAFF,
    C.NO_EXPORTABLE_CAPACITY,
    C.CERTIFICATION_OR_STANDARDS,
    C.LOGISTICS,
    C.MARKET_ACCESS_OR_TARIFFS,
    C.WAITING_FOR_ADMINISTRATION,
    C.MISSING_DOCUMENT,
    C.DID_NOT_UNDERSTAND,
    C.FORM_TOO_COMPLICATED,
    C.OTHER,
)
