from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(StrEnum):
    """To whom a kind of reminder speaks."""

    COMPANY = "company"
    OFFICER = "officer"


class Deadline(StrEnum):
    """Which day ends a ladder, and is what its notices are counted back from."""

    NONE = "none"
    CLOSING = "closing"
    REQUEST = "request"
    DOCUMENT = "document"


class ReminderState(TextChoices):
    PLANNED = "planned", _("planned")
    POSTED = "posted", _("handed over")
    SUPPRESSED = "suppressed", _("held back")
    CANCELLED = "cancelled", _("cancelled")


class Rung(TextChoices):
    """What stands on a step of the ladder: a mail, or a call by the officer."""

    MAIL = "mail", _("message")
    CALL = "call", _("Call")
    CLOSING = "closing", _("Closing notice")


class End(TextChoices):
    """Why a planned reminder did not go out."""

    SIGN = "sign", _("the company gave a sign of life")
    LEFT = "left", _("the file has moved on")
    DEFERRED = "deferred", _("the company asked to be written to later")
    OFF = "off", _("this rung was switched off")
    OVER = "over", _("applications are closed")
    CEASED = "ceased", _("the company has ceased trading")
    SUPERSEDED = "superseded", _("a later reminder took its place")
    TOO_LATE = "too_late", _("its time had passed")
    ADDRESS = "address", _("the address does not take mail: a call instead")
    OPTED_OUT = "opted_out", _("the person asked for no reminders")
    CALL_OPEN = "call_open", _("a call to this company is already to be made")
    NOT_SENT = "not_sent", _("the message could not be sent: a call instead")
    CAPPED = "capped", _("the person was written to just before, and later is too late")
    FAILED = "failed", _("it could not be written, several times: a call instead")
    BY_HAND = "by_hand", _("cancelled by hand")


class AnswerKind(TextChoices):
    """What can be answered to a reminder by one press, beside going on."""

    DONE = "done", _("Done")
    HELP = "help", _("help asked for")
    LATER = "later", _("not now")
    DECLINED = "declined", _("not for us")


class Cause(TextChoices):
    """Why a call takes the place of a message."""

    NONE = "", ""
    NO_EMAIL = "noemail", _("No e-mail address is known.")
    NOBODY = "nobody", _("Nobody is known to write to.")
    REFUSED = "refused", _("The mail server refuses the address.")
    NOT_SENT = "notsent", _("The last message could not be sent.")
    FAILED = "failed", _("The message could not be written.")
    FEW = "few", _("Too few attempts have reached the company.")
