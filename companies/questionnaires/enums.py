from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Layer(TextChoices):
    """No layer is ever overwritten by another's act."""

    COUNTED = "counted", _("sent, counts")
    UNSENT = "unsent", _("not sent yet")
    PROPOSED = "proposed", _("proposed by an officer")
