from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.questionnaires.declarations import Page, Question
from companies.questionnaires.enums import Kind

DECLARATIONS: Final = Page(
    key="declarations",
    title=_("Your declarations"),
    short_title=_("Declarations"),
    minutes=1,
    questions=(
        Question(
            "true_and_complete",
            Kind.YES,
            _("What I have given is true and complete"),
            _("You can still correct it before our decision."),
            required=True,
            missing=_("Tick the box to declare it."),
        ),
        Question(
            "data_notice_read",
            Kind.YES,
            _("I have read how this data is used"),
            _("Who sees it, why, for how long, and your rights."),
            required=True,
            missing=_("Read the notice, then tick the box."),
        ),
        Question(
            "signatory_name",
            Kind.PERSON,
            _("Name of the person who signs"),
            _("First name and last name, without identity-card number."),
            required=True,
            missing=_("Write the name of the person who signs."),
            longest=120,
        ),
        Question(
            "signatory_capacity",
            Kind.TEXT,
            _("In what capacity"),
            _("For instance manager, or with a power of attorney."),
            required=True,
            missing=_("Write in what capacity."),
            longest=120,
        ),
    ),
)
