from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.questionnaires.declarations import Page, Question, ShownIf
from companies.questionnaires.enums import Kind

HAS_RC: Final = ShownIf("legal_form", "has_rc")

COMPANY: Final = Page(
    key="company",
    title=_("Your company"),
    short_title=pgettext_lazy("heading", "Company"),
    minutes=2,
    questions=(
        Question(
            "name",
            Kind.TEXT,
            _("Company name"),
            _("As it stands in the register."),
            required=True,
            missing=_("Write the name of the company."),
            autocomplete="organization",
        ),
        Question("name_ar", Kind.ARABIC, _("Name in Arabic"), _("As you write it on your Arabic papers.")),
        Question(
            "ice",
            Kind.ICE,
            _("ICE"),
            _("15 digits, printed on your invoices."),
            required=True,
            missing=_("Write the ICE."),
        ),
        Question(
            "legal_form",
            Kind.CHOICE,
            _("Legal form"),
            _("SARL, cooperative, sole trader and so on."),
            required=True,
            missing=_("Choose the legal form."),
            source="legal_form",
        ),
        Question(
            "rc_number",
            Kind.CODE,
            _("Trade register number"),
            _("Printed on the register extract (Modèle J)."),
            required=True,
            missing=_("Write the trade register number."),
            longest=20,
            shown_if=HAS_RC,
        ),
        Question(
            "rc_court",
            Kind.TEXT,
            _("Court of the trade register"),
            _("The town of the court that keeps your register."),
            required=True,
            missing=_("Write the town of the court."),
            longest=60,
            shown_if=HAS_RC,
        ),
        Question(
            "created_on",
            Kind.YEAR,
            _("Year founded"),
            _("Four digits, for instance 2014."),
            required=True,
            missing=_("Write the year the company was founded."),
        ),
        Question(
            "region",
            Kind.CHOICE,
            pgettext_lazy("question", "Region"),
            _("The region of your head office; it decides which office follows you."),
            required=True,
            missing=_("Choose the region."),
            source="region",
        ),
        Question(
            "province",
            Kind.CHOICE,
            pgettext_lazy("question", "Prefecture or province"),
            _("Listed by region."),
            required=True,
            missing=_("Choose the prefecture or province."),
            source="province",
            within="region",
        ),
        Question(
            "address",
            Kind.TEXT,
            _("Address"),
            _("Where a letter reaches you."),
            longest=300,
            autocomplete="street-address",
        ),
    ),
)
