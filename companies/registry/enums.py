from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FactSource(TextChoices):
    LIST = "list", _("target list")
    FORM = "form", _("application")
    OFFICER = "officer", _("officer")


class MarketKind(TextChoices):
    CURRENT = "current", _("sells there today")
    WANTED = "wanted", _("wants to sell there")


class Access(TextChoices):
    """Whether a contact may open the company's file (model.md: the contact is also the membership)."""

    NONE = "none", _("none")
    PENDING = "pending", _("asked to join")
    MEMBER = "member", _("member")
    ENDED = "ended", _("ended")
