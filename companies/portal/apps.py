from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "companies.portal"
    label = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from companies.content import values
        from companies.portal import placeholders
        from companies.web import typed

        values.provide(placeholders.today)
        typed.PAGES.update({"portal:page", "portal:form_page"})
