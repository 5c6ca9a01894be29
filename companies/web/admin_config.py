"""Read before the models are there: only names the site."""

from django.contrib.admin.apps import AdminConfig


class ProgrammeAdminConfig(AdminConfig):
    default_site = "companies.web.admin_site.ProgrammeAdminSite"
