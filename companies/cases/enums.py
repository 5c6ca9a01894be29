"""The codes of the spine. Their words, staff's and company's side by side, stand in `lifecycle.py`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    TARGETED = "targeted", _("Targeted")
    APPLICATION = "application", _("Application")
    COACHING = "coaching", _("Coaching")
    MARKET_ENTRY = "market_entry", _("Market entry")
    EXPORTING = "exporting", _("Exporting")
    CLOSED = "closed", _("Closed")


class Status(TextChoices):
    LISTED = "listed", _("Listed")
    INVITED = "invited", _("Invited")
    REACHED = "reached", _("Reached")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Received, to review")
    IN_REVIEW = "in_review", _("In review")
    INFORMATION_REQUESTED = "information_requested", _("Completion requested")
    WAITING_LIST = "waiting_list", _("Waiting list")
    DIAGNOSTIC = "diagnostic", _("Diagnostic")
    PLAN = "plan", _("Plan to draw up")
    UNDER_WAY = "under_way", _("Plan under way")
    PREPARING = "preparing", _("Preparing")
    PROSPECTING = "prospecting", _("Prospecting")
    NEGOTIATING = "negotiating", _("Negotiating")
    CONFIRMED = "confirmed", _("Export confirmed")
    CLOSED = "closed", _("Closed")


class ClosedAs(TextChoices):
    DECLINED = "declined", _("Declined by the company")
    WITHDRAWN = "withdrawn", _("Withdrawn by the company")
    INELIGIBLE = "ineligible", _("Outside this year's conditions")
    REFUSED = "refused", _("Refused, with reasons")
    UNRESPONSIVE = "unresponsive", _("No answer")
    CEASED = "ceased", _("Ceased activity")
    OTHER_PROGRAMME = "other_programme", _("Passed on to another programme")
    DUPLICATE = "duplicate", _("Duplicate")
    GRADUATED = "graduated", _("Path completed")


class YearState(TextChoices):
    PREPARED = "prepared", _("in preparation")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Origin(TextChoices):
    LIST = "list", _("Target list")
    WALK_IN = "walk_in", _("came by itself")
    PARTNER = "partner", _("sent by a partner")
    PREVIOUS_YEAR = "previous_year", _("from an earlier year")


class Channel(TextChoices):
    """How the invitation reached the company."""

    NONE = "", _("not invited yet")
    MAIL = "mail", _("by e-mail")
    LETTER = "letter", _("by letter")
    DESK = "desk", _("in person")


class Sign(TextChoices):
    """Which personal act was the last sign of life (the enumerated list of docs/programme.md)."""

    NONE = "", _("never")
    STARTED = "started", _("application started")
    SAVED = "saved", _("a page was saved")
    SENT = "sent", _("application sent")
    ANSWERED = "answered", _("answered our message")
    SIGNED_IN = "signed_in", _("signed in")
    SPOKEN = "spoken", _("spoken to by telephone")
    MET = "met", _("met in person")
    WROTE = "wrote", _("wrote to us")


class InteractionKind(TextChoices):
    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    FORUM = "forum", _("Forum")
    MAIL = "mail", _("E-mail received")
    NOTE = "note", _("Note")


class Outcome(TextChoices):
    """The result of a call or visit. Only `spoken` means that the company was reached (ruling 9)."""

    NONE = "", _("no result to note")
    SPOKEN = "spoken", _("Spoken to")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    CALL_AGAIN = "call_again", _("Call again")


class TaskKind(TextChoices):
    CALL = "call", pgettext_lazy("task", "Call")
    FOLLOW_UP = "follow_up", _("Take the file up again")
    LETTER = "letter", _("Send a letter")
    FIX_ADDRESS = "fix_address", _("Correct the address")
    FIND_CONTACT = "find_contact", _("Find the right person")
    PROPOSE_CLOSING = "propose_closing", _("Decide whether to close")
    REVIEW = "review", _("Review the application")
    HELP = "help", _("Call: help was asked for")
    REPLY = "reply", _("Read the company's message")
    NEXT_STEP = "next_step", _("Agree on a next step")
    JOIN = "join", _("Decide who may open the file")
    CLOCK = "clock", _("Answer within the legal time")
    OTHER = "other", _("To do")


class DayPart(TextChoices):
    """When on its day a person asked to be called."""

    ANY = "", _("at any time")
    MORNING = "morning", _("in the morning")
    AFTERNOON = "afternoon", _("in the afternoon")


class TaskSide(TextChoices):
    COMPANY = "company", _("Company")
    OFFICER = "officer", _("Programme officer")
    COACH = "coach", _("Coach")


class Act(TextChoices):
    """What the bearer of a link may do, on one case: a capability, never a login."""

    INVITATION = "invitation", _("read and answer the invitation")
    RESUME = "resume", _("go on with the draft, by a code")
    LETTER = "letter", _("enter by the letter's short code")
    ANSWER = "answer", _("answer one reminder")
    CONFIRM = "confirm", _("confirm what an officer filled in")
    JOIN = "join", _("say whether somebody may open the file")


class ImportState(TextChoices):
    PREVIEW = "preview", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    ABANDONED = "abandoned", _("abandoned")
