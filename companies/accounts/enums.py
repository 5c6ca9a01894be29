from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Who someone is here. What each role may do stands in `roles.py`."""

    COMPANY = "company", _("Company")
    OFFICER = "officer", _("Programme officer")
    MANAGER = "manager", _("Regional manager")
    COACH = "coach", _("Coach")
    NATIONAL = "national", _("National manager")
    ADMIN = "admin", _("Administrator")
