"""Where a case can stand and where it can go: data only.

One table of statuses by stage, one of moves, and the words of staff and company side by side
(the programme's stages: docs/programme.md). The database holds the same tables as constraints.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.cases.enums import ClosedAs, Stage, Status

Point = tuple[Stage, Status]


@dataclass(frozen=True, slots=True)
class Words:
    officer: Promise
    company: Promise


STATUSES: Final[dict[Stage, tuple[Status, ...]]] = {
    Stage.TARGETED: (Status.LISTED, Status.INVITED, Status.REACHED),
    Stage.APPLICATION: (
        Status.DRAFT,
        Status.SUBMITTED,
        Status.IN_REVIEW,
        Status.INFORMATION_REQUESTED,
        Status.WAITING_LIST,
    ),
    Stage.COACHING: (Status.DIAGNOSTIC, Status.PLAN, Status.UNDER_WAY),
    Stage.MARKET_ENTRY: (Status.PREPARING, Status.PROSPECTING, Status.NEGOTIATING),
    Stage.EXPORTING: (Status.CONFIRMED,),
    Stage.CLOSED: (Status.CLOSED,),
}
STAGE_OF: Final[dict[Status, Stage]] = {s: stage for stage, all_ in STATUSES.items() for s in all_}
PATH: Final[tuple[Stage, ...]] = tuple(stage for stage in Stage if stage != Stage.CLOSED)

# Forward moves and honest returns. Closing is open from everywhere, re-opening leads back to
# the status that was left: both are rules below, not rows here.
MOVES: Final[dict[Status, frozenset[Status]]] = {
    Status.LISTED: frozenset({Status.INVITED, Status.REACHED, Status.DRAFT}),
    Status.INVITED: frozenset({Status.REACHED, Status.DRAFT}),
    Status.REACHED: frozenset({Status.DRAFT}),
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset({Status.IN_REVIEW}),
    Status.IN_REVIEW: frozenset({Status.INFORMATION_REQUESTED, Status.WAITING_LIST, Status.DIAGNOSTIC}),
    Status.INFORMATION_REQUESTED: frozenset({Status.IN_REVIEW}),
    Status.WAITING_LIST: frozenset({Status.IN_REVIEW, Status.DIAGNOSTIC}),
    Status.DIAGNOSTIC: frozenset({Status.PLAN}),
    Status.PLAN: frozenset({Status.UNDER_WAY, Status.DIAGNOSTIC}),
    Status.UNDER_WAY: frozenset({Status.PREPARING, Status.PLAN}),
    Status.PREPARING: frozenset({Status.PROSPECTING, Status.UNDER_WAY}),
    Status.PROSPECTING: frozenset({Status.NEGOTIATING, Status.PREPARING}),
    Status.NEGOTIATING: frozenset({Status.CONFIRMED, Status.PROSPECTING}),
    Status.CONFIRMED: frozenset(),
    Status.CLOSED: frozenset(),
}
# Acts of the company alone: the desk shows them, and offers no button for them.
COMPANY_ACTS: Final[frozenset[Status]] = frozenset({Status.DRAFT, Status.SUBMITTED})
# The programme owes its look at the application; while a completion is awaited, it does not.
UNDER_REVIEW: Final[frozenset[Status]] = frozenset({Status.SUBMITTED, Status.IN_REVIEW})
# A decision is owed to who has sent an application (law 55-19): silence does not end it.
AWAITS_DECISION: Final[frozenset[Status]] = frozenset(STATUSES[Stage.APPLICATION]) - {Status.DRAFT}
# How a case may be closed from each stage; `endings` narrows it for a status.
CLOSINGS: Final[dict[Stage, frozenset[ClosedAs]]] = {
    Stage.TARGETED: frozenset(ClosedAs) - {ClosedAs.WITHDRAWN, ClosedAs.REFUSED, ClosedAs.GRADUATED},
    Stage.APPLICATION: frozenset(ClosedAs) - {ClosedAs.GRADUATED},
    Stage.COACHING: frozenset(ClosedAs)
    - {ClosedAs.GRADUATED, ClosedAs.REFUSED, ClosedAs.DECLINED, ClosedAs.INELIGIBLE},
    Stage.MARKET_ENTRY: frozenset(ClosedAs)
    - {ClosedAs.GRADUATED, ClosedAs.REFUSED, ClosedAs.DECLINED, ClosedAs.INELIGIBLE},
    Stage.EXPORTING: frozenset({ClosedAs.GRADUATED, ClosedAs.CEASED, ClosedAs.WITHDRAWN}),
    Stage.CLOSED: frozenset(),
}

STAGE_WORDS: Final[dict[Stage, Words]] = {
    Stage.TARGETED: Words(pgettext_lazy("stage", "Targeted"), pgettext_lazy("stage", "Invitation")),
    Stage.APPLICATION: Words(pgettext_lazy("stage", "Application"), pgettext_lazy("stage", "Application")),
    Stage.COACHING: Words(pgettext_lazy("stage", "Coaching"), pgettext_lazy("stage", "Coaching")),
    Stage.MARKET_ENTRY: Words(pgettext_lazy("stage", "Market entry"), pgettext_lazy("stage", "Entering a market")),
    Stage.EXPORTING: Words(pgettext_lazy("stage", "Exporting"), pgettext_lazy("stage", "First export")),
    Stage.CLOSED: Words(pgettext_lazy("stage", "Closed"), pgettext_lazy("stage", "File closed")),
}

STATUS_WORDS: Final[dict[Status, Words]] = {
    Status.LISTED: Words(_("Listed"), _("On this year's list; your invitation is being prepared")),
    Status.INVITED: Words(_("Invited"), _("Your company is invited to apply")),
    Status.REACHED: Words(_("Reached"), _("We are in touch; nothing has been started yet")),
    Status.DRAFT: Words(_("Draft"), _("Saved, not sent yet")),
    Status.SUBMITTED: Words(_("Received, to review"), _("Sent, and received by us")),
    Status.IN_REVIEW: Words(_("In review"), _("We are reviewing your application")),
    Status.INFORMATION_REQUESTED: Words(_("Completion requested"), _("We are waiting for an addition from you")),
    Status.WAITING_LIST: Words(_("Waiting list"), _("On the waiting list; nothing to do for now")),
    Status.DIAGNOSTIC: Words(pgettext_lazy("status", "Diagnostic"), _("Diagnostic under way with your coach")),
    Status.PLAN: Words(_("Plan to draw up"), _("Your action plan is being drawn up")),
    Status.UNDER_WAY: Words(_("Plan under way"), _("Your action plan is under way")),
    Status.PREPARING: Words(_("Preparing"), _("You are preparing to enter a market")),
    Status.PROSPECTING: Words(_("Prospecting"), _("You are looking for customers abroad")),
    Status.NEGOTIATING: Words(_("Negotiating"), _("You are negotiating an order or a contract")),
    Status.CONFIRMED: Words(_("Export confirmed"), _("Your first export is confirmed")),
    Status.CLOSED: Words(_("Closed"), _("File closed")),
}

CLOSED_WORDS: Final[dict[ClosedAs, Words]] = {
    ClosedAs.DECLINED: Words(_("Declined by the company"), _("You chose not to apply this year")),
    ClosedAs.WITHDRAWN: Words(_("Withdrawn by the company"), _("You withdrew your application")),
    ClosedAs.INELIGIBLE: Words(
        _("Outside this year's conditions"),
        _("This year's conditions do not fit your company"),
    ),
    ClosedAs.REFUSED: Words(
        _("Refused, with reasons"),
        _("Your application was not accepted; the reasons are in the decision"),
    ),
    ClosedAs.UNRESPONSIVE: Words(_("No answer"), _("We had no answer; you can come back whenever you like")),
    ClosedAs.CEASED: Words(_("Ceased activity"), _("We noted that the company has ceased its activity")),
    ClosedAs.OTHER_PROGRAMME: Words(
        _("Passed on to another programme"),
        _("Another programme is following your project"),
    ),
    ClosedAs.DUPLICATE: Words(_("Duplicate"), _("This file has been joined to your company's other file")),
    ClosedAs.GRADUATED: Words(_("Path completed"), _("You have completed the programme: your company exports")),
}


def may_move(before: Status, after: Status) -> bool:
    return after in MOVES[before]


def endings(status: Status) -> frozenset[ClosedAs]:
    """How a case may be closed from `status`."""
    found = CLOSINGS[STAGE_OF[status]]
    return found - {ClosedAs.UNRESPONSIVE} if status in AWAITS_DECISION else found


def goes_back(before: Status, after: Status) -> bool:
    """Whether a move undoes a step of coaching or market entry: an officer says why."""
    order = list(Status)
    stepped = STAGE_OF[before] in (Stage.COACHING, Stage.MARKET_ENTRY)
    return stepped and after != Status.CLOSED and order.index(after) < order.index(before)
