from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """How a question of the check is answered."""

    ONE = "one", _("one of its answers")
    SEVERAL = "several", _("several of its answers")
    REGION = "region", _("a region")
    SECTOR = "sector", _("a sector")


class Effect(TextChoices):
    """What an answer that speaks against applying does. No official threshold is published: by default it informs."""

    INFORMS = "informs", _("informs: the result says what to know")
    BLOCKS = "blocks", _("blocks: the result says that the conditions do not fit")


class Outcome(TextChoices):
    OPEN = "open", _("can apply")
    NOTES = "notes", _("can apply, with something to know")
    CLOSED = "closed", _("this year's conditions do not fit")
