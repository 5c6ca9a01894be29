from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """How the asking of a company to confirm ended."""

    CONFIRMED = "confirmed", _("confirmed by the company")
    REPLACED = "replaced", _("asked anew")
