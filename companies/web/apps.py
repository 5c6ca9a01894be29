from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "companies.web"
    label = "web"
    verbose_name = _("Web")

    def ready(self) -> None:
        # Models exist only now.
        from companies.mail import slots
        from companies.web.signin import mails

        slots.declare(mails.OF_A_CASE)
        slots.declare(mails.PLAIN)
