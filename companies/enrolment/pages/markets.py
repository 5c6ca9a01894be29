from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.questionnaires.declarations import Option, Page, Question, Unlikely
from companies.questionnaires.enums import Kind

MOST_WANTED: Final = 3

MARKETS: Final = Page(
    key="markets",
    title=_("Your markets"),
    short_title=_("Markets"),
    minutes=1,
    questions=(
        Question(
            "experience",
            Kind.CHOICE,
            _("Your experience of exporting"),
            _("Having none is not an obstacle."),
            required=True,
            missing=_("Choose an answer."),
            options=(
                Option("never", _("Never")),
                Option("past", _("In the past, no longer")),
                Option("sometimes", _("Now and then")),
                Option("regular", _("Regularly")),
            ),
        ),
        Question(
            "current_markets",
            Kind.COUNTRIES,
            _("Countries you sell to today"),
            _("Leave empty if you do not export yet."),
            unlikely=Unlikely(
                "experience",
                "never",
                _("You say that you have never exported, and name countries. If both are right, continue."),
            ),
        ),
        Question(
            "wanted_markets",
            Kind.COUNTRIES,
            _("Countries you want to sell to"),
            _("1 to 3 countries, the most important first."),
            required=True,
            missing=_("Name at least one country."),
            most=MOST_WANTED,
        ),
    ),
)
