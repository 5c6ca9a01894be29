from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "companies.web"
    label = "web"
    verbose_name = _("Web")

    def ready(self) -> None:
        # Models exist only now.
        from companies.enrolment import samples
        from companies.mail import wording
        from companies.web import hooks
        from companies.web.signin import mails

        hooks.check()
        wording.declare(mails.OF_A_CASE)
        wording.declare(mails.PLAIN)
        wording.show_on(mails.OF_A_CASE, samples.of_application)
