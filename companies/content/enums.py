from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Need(TextChoices):
    """What a company may want help with: the codes of the application's question `support_wanted`."""

    DIAGNOSTIC = "diagnostic", _("Diagnostic of the company")
    COACHING = "coaching", _("Coaching")
    MARKET_STUDY = "market_study", _("Market study")
    FAIR_OR_MISSION = "fair_or_mission", _("Trade fair or mission")
    CERTIFICATION = "certification", _("Certification")
    DIGITAL_TRADE = "digital_trade", _("Selling online")
    INSURANCE = "insurance", _("Export insurance")
    LOGISTICS = "logistics", _("Transport and logistics")
    FINANCE = "finance", _("Finance")
