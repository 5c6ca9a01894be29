from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Outcome(TextChoices):
    """How the asking of a company to confirm ended."""

    CONFIRMED = "confirmed", _("confirmed by the company")
    REPLACED = "replaced", _("asked anew")


class Purpose(TextChoices):
    """What a mailbox is proven for, by a code sent to it."""

    ENTRY = "entry", _("to begin an application")
    ADDRESS = "address", _("to sign in with another address")


class EntryState(TextChoices):
    """How far somebody came who began by themselves. Only `ENTERED` and `WAITING` have proven their mailbox and
    belong to a file."""

    TYPED = "typed", _("begun, mailbox not proven")
    PROVEN = "proven", _("mailbox proven")
    WAITING = "waiting", _("asked to join a company")
    ENTERED = "entered", _("came to a file")
    ENDED = "ended", _("not let in")


class Why(TextChoices):
    """Why somebody asks to join a company whose file others open."""

    COLLEAGUE = "colleague", _("I work there too")
    MAILBOX = "mailbox", _("I no longer have the e-mail address you know")
    LEFT = "left", _("The person you know has left the company")
    OTHER = "other", _("I help the company, for instance as its accountant")


class Verdict(TextChoices):
    ALLOWED = "allowed", _("let in")
    REFUSED = "refused", _("not let in")
    LAPSED = "lapsed", _("nobody answered in time")


class Through(TextChoices):
    """Who or what decided about somebody who asked to join."""

    DOMAIN = "domain", _("same mail domain as the company’s contact")
    CONTACT = "contact", _("the main contact, through the link of our message")
    OFFICER = "officer", _("an officer")


class Checked(TextChoices):
    """How an officer made sure of who somebody is."""

    CALLED = "called", _("Called the company at the number on file")
    MET = "met", _("Met the person")
    PAPER = "paper", _("Saw a paper: register extract, power of attorney")
    OTHER = "other", _("Otherwise")
