from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AddressState(TextChoices):
    OK = "ok", _("in use")
    BOUNCED = "bounced", _("refused by the mail server")
    COMPLAINED = "complained", _("reported as unwanted")
    SUPPRESSED = "suppressed", _("asked for no mail")


class ReceivedKind(TextChoices):
    """What a mail that came in turned out to be."""

    REPLY = "reply", _("written by a person")
    BOUNCE = "bounce", _("could not be delivered")
    DELAY = "delay", _("delivery is delayed")
    COMPLAINT = "complaint", _("reported as unwanted")
    AUTOMATIC = "automatic", _("answered by a machine")
    UNKNOWN = "unknown", _("belongs to nothing of ours")


class MessageState(TextChoices):
    QUEUED = "queued", pgettext_lazy("message", "waiting to leave")
    LEASED = "leased", pgettext_lazy("message", "leaving")
    SENT = "sent", pgettext_lazy("message", "accepted by the mail server")
    UNCERTAIN = "uncertain", pgettext_lazy("message", "perhaps delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("message", "withdrawn, no longer needed")
    DEAD = "dead", pgettext_lazy("message", "refused")
