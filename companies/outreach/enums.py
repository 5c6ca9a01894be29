from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
