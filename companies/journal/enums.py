from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    USER = "user", _("person")
    SYSTEM = "system", _("system")
    LINK = "link", _("link in a message")
    IMPORT = "import", _("import")
