from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "companies.mail"
    label = "mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """A sender that may outlive its lease would send what somebody else sends too."""
        if settings.MAIL_DEADLINE + settings.MAIL_SMTP_TIMEOUT >= settings.MAIL_LEASE:
            raise ImproperlyConfigured("MAIL_LEASE must be longer than MAIL_DEADLINE and MAIL_SMTP_TIMEOUT together.")
