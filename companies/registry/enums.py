from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FactSource(TextChoices):
    LIST = "list", _("target list")
    FORM = "form", _("application")
    OFFICER = "officer", _("officer")


class MarketKind(TextChoices):
    CURRENT = "current", _("sells there today")
    WANTED = "wanted", _("wants to sell there")


class Access(TextChoices):
    """Whether a contact may open the company's file (model.md: the contact is also the membership).

    The address of a wrong person said that it is not the company's: nothing is sent to it, nothing opens with it.
    """

    NONE = "none", _("none")
    PENDING = "pending", _("asked to join")
    MEMBER = "member", _("member")
    ENDED = "ended", _("ended")
    WRONG = "wrong", pgettext_lazy("access", "wrong person")


GONE: Final = (Access.ENDED, Access.WRONG)
"""Nobody to write to, and no link of theirs opens anything."""
