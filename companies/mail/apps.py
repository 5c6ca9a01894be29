import re
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PLAIN: Final = re.compile(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+")
"""An address that leaves room for a tag before its @: 64 letters are allowed there."""


class MailConfig(AppConfig):
    name = "companies.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from companies.mail.inbound.urls import source_of

        source_of(settings.MAILBOX_URL)
        for name in ("REPLY_ADDRESS", "BOUNCE_ADDRESS"):
            address = getattr(settings, name)
            if address and not PLAIN.fullmatch(address):
                raise ImproperlyConfigured(f"{name} is one plain address, such as reponses@export.example.")
        self._check_times()

    def _check_times(self) -> None:
        """A sender that may outlive its lease would send what somebody else sends too."""
        if settings.MAIL_DEADLINE + settings.MAIL_SMTP_TIMEOUT >= settings.MAIL_LEASE:
            raise ImproperlyConfigured("MAIL_LEASE must be longer than MAIL_DEADLINE and MAIL_SMTP_TIMEOUT together.")
        checks.register(texts_missing)


def texts_missing(**_given: Any) -> list[checks.CheckMessage]:
    """A message declared without its first text in some language would fail on the day it is to be sent."""
    from companies.mail.loading import TEXTS  # models are only there once all apps are ready
    from companies.mail.slots import SLOTS  # as above

    lacking = {
        key: [code for code, _name in settings.LANGUAGES if not (TEXTS / f"{key}.{code}.txt").is_file()]
        for key in sorted(SLOTS)
    }
    said = "%s has no text in: %s. Add it to companies/mail/texts."
    found = [(key, said % (key, ", ".join(codes))) for key, codes in lacking.items() if codes]
    return [checks.Error(words, obj=key, id="mail.E001") for key, words in found]
