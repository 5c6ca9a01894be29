from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.questionnaires.declarations import NONE_OF_THESE, Option, Page, Question
from companies.questionnaires.enums import Kind

ACTIVITY: Final = Page(
    key="activity",
    title=_("Your activity"),
    short_title=_("Activity"),
    minutes=2,
    questions=(
        Question(
            "sector",
            Kind.CHOICE,
            _("Sector"),
            _("The one that brings in most of your sales."),
            required=True,
            missing=_("Choose the sector."),
            source="sector",
        ),
        Question(
            "products",
            Kind.PRODUCTS,
            _("Products you sell or want to export"),
            _(
                "1 to 5 products, the most important first. The everyday name is enough. The HS code has 4 or 6 digits"
                ": type a word and look for it, or leave it empty."
            ),
            required=True,
        ),
        Question(
            "certifications",
            Kind.SEVERAL,
            _("Certifications in force"),
            _("Several answers possible; none is required to apply."),
            options=(
                Option("iso_9001", "ISO 9001"),
                Option("iso_22000", "ISO 22000 / HACCP"),
                Option("ifs_brc", _("IFS or BRC")),
                Option("organic", _("Organic")),
                Option("halal", _("Halal")),
                Option("ce", _("CE marking")),
                Option("textile", _("Textile labels")),
                Option("other", pgettext_lazy("certification", "Another one")),
                Option(NONE_OF_THESE, _("None of these")),
            ),
        ),
    ),
)
