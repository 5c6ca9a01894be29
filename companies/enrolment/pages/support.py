from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.dialogue.enums import ObstacleCode
from companies.dialogue.reasons import COMPANY_WORDS, WHEN_APPLYING
from companies.questionnaires.declarations import Option, Page, Question
from companies.questionnaires.enums import Kind

SUPPORT: Final = Page(
    key="support",
    title=_("The support you want"),
    short_title=_("Support"),
    minutes=1,
    questions=(
        Question(
            "support_wanted",
            Kind.SEVERAL,
            _("What would help you most"),
            _("Several answers possible."),
            required=True,
            missing=_("Choose at least one kind of support."),
            options=(
                Option("diagnostic", _("Diagnostic of the company")),
                Option("coaching", _("Coaching")),
                Option("market_study", _("Market study")),
                Option("fair_or_mission", _("Trade fair or mission")),
                Option("certification", pgettext_lazy("support", "Certification")),
                Option("digital_trade", _("Selling online")),
                Option("insurance", _("Export insurance")),
                Option("logistics", _("Transport and logistics")),
                Option("finance", _("Finance")),
            ),
        ),
        Question(
            "held_back_by",
            Kind.RANKED,
            _("What is holding you back"),
            _("Tick what applies, then say which is the main reason. Your answer does not count against you."),
            options=tuple(
                Option(code.value, COMPANY_WORDS[code], in_words=code == ObstacleCode.OTHER) for code in WHEN_APPLYING
            ),
        ),
        Question(
            "other_aid",
            Kind.YES_WHICH,
            _("Do you already receive other support?"),
            _("Public or private, in Morocco or abroad."),
            which=_("Name of the programme, and the year."),
        ),
    ),
)
