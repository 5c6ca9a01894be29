from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Layer(TextChoices):
    """No layer is ever overwritten by another's act."""

    COUNTED = "counted", _("sent, counts")
    UNSENT = "unsent", _("not sent yet")
    PROPOSED = "proposed", _("proposed by an officer")


class Source(TextChoices):
    """Where an answer comes from that stands on a page before the company has looked at it there."""

    FILES = "files", _("our files")
    CHECK = "check", _("the eligibility check")
    ENTRY = "entry", _("what was typed to come in")


class Kind(TextChoices):
    """What a question asks for, hence how it is drawn, read and kept."""

    TEXT = "text", _("text")
    CODE = "code", _("number of a register")
    PERSON = "person", _("name of a person")
    ARABIC = "arabic", _("text in Arabic")
    ICE = "ice", "ICE"
    YEAR = "year", _("year")
    DATE = "date", _("date")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Telephone")
    CHOICE = "choice", _("one of a list")
    SEVERAL = "several", _("several of a list")
    PRODUCTS = "products", _("products")
    AMOUNT = "amount", _("amount in dirhams")
    COUNT = "count", _("whole number")
    COUNTRIES = "countries", _("countries")
    RANKED = "ranked", _("several of a list, one of them the first")
    YES_WHICH = "yes_which", _("yes or no, and which")
    YES = "yes", _("tick box")
