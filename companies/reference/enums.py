from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Two codes of an alias that are no code of its table.
NONE: Final = "-"  # no row fits: leave it empty
BY_TOWN: Final = "town"  # a former region: today's is that of the town, row by row


class AliasKind(TextChoices):
    SECTOR = "sector", _("Sector")
    LEGAL_FORM = "legal_form", _("Legal form")
    TOWN = "town", pgettext_lazy("column", "Town")
    REGION = "region", _("Region")


class Area(TextChoices):
    """UN M49 regions with the choices noted in reference/data/README.md."""

    EUROPE_EU = "europe_eu", _("European Union")
    EUROPE_OTHER = "europe_other", _("Rest of Europe")
    AFRICA_NORTH = "africa_north", _("North Africa")
    AFRICA_SUB_SAHARAN = "africa_sub_saharan", _("Sub-Saharan Africa")
    MIDDLE_EAST = "middle_east", _("Middle East")
    ASIA = "asia", _("Asia")
    AMERICA_NORTH = "america_north", _("North America")
    AMERICA_LATIN = "america_latin", _("Latin America")
    OCEANIA = "oceania", _("Oceania")


class SectorKind(TextChoices):
    GOODS = "goods", _("goods")
    SERVICES = "services", _("services")


class HolidayKind(TextChoices):
    FIXED = "fixed", _("fixed date")
    RELIGIOUS = "religious", _("religious feast")
    EXCEPTIONAL = "once", _("this once")
