from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.questionnaires.declarations import Page, PartOf, Question
from companies.questionnaires.enums import Kind

FIGURES: Final = Page(
    key="figures",
    title=_("Your figures"),
    short_title=_("Figures"),
    minutes=1,
    questions=(
        Question(
            "turnover",
            Kind.AMOUNT,
            _("Turnover for {year}"),
            _("In dirhams, without centimes. For instance 4 662 000."),
            required=True,
            missing=_("Write the turnover."),
        ),
        Question(
            "export_turnover",
            Kind.AMOUNT,
            _("Export turnover for {year}"),
            _("Part of the turnover, in dirhams; 0 if you do not export yet."),
            required=True,
            missing=_("Write the export turnover; 0 if you do not export yet."),
            part_of=PartOf("turnover", _("Exports are larger than turnover. Check both amounts.")),
        ),
        Question(
            "headcount",
            Kind.COUNT,
            _("Staff at the end of {year}"),
            _("Persons declared to social security."),
            required=True,
            missing=_("Write how many people work for you; 0 if nobody is declared."),
        ),
    ),
)
