import re
from typing import Final

from django.apps import AppConfig
from django.conf import settings
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
