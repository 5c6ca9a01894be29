"""The application form: data only. Keys, kinds and what is required: docs/programme.md; the words: the glossary."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.questionnaires.declarations import (
    NONE_OF_THESE,
    FormDeclaration,
    Option,
    Page,
    Question,
    ShownIf,
)
from companies.questionnaires.enums import Kind

HAS_RC: Final = ShownIf("legal_form", "has_rc")

COMPANY: Final = Page(
    key="company",
    title=_("Your company"),
    short_title=_("Company"),
    minutes=3,
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
            Kind.TEXT,
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

CONTACT: Final = Page(
    key="contact",
    title=_("Your contact"),
    short_title=_("Contact"),
    minutes=2,
    questions=(
        Question(
            "contact_name",
            Kind.TEXT,
            _("Name of the person to contact"),
            _("We will ask for this person when we call."),
            required=True,
            missing=_("Write the name of the person to contact."),
            longest=120,
            autocomplete="name",
        ),
        Question(
            "function",
            Kind.TEXT,
            _("Function"),
            _("For instance director, export lead, accountant."),
            longest=120,
            autocomplete="organization-title",
        ),
        Question(
            "email",
            Kind.EMAIL,
            _("E-mail address"),
            _("Your codes and your receipt go there."),
            required=True,
            missing=_("Write an e-mail address."),
        ),
        Question(
            "phone",
            Kind.PHONE,
            _("Telephone"),
            _("Starts with 0 or +212. On a mobile we can also use WhatsApp, if you wish."),
            required=True,
            missing=_("Write a telephone number."),
        ),
        Question(
            "language",
            Kind.CHOICE,
            _("Language of our messages"),
            _("You can change it at any time."),
            required=True,
            missing=_("Choose a language."),
            options=(Option("fr", _("French")), Option("ar", _("Arabic")), Option("en", _("English"))),
        ),
    ),
)

ACTIVITY: Final = Page(
    key="activity",
    title=_("Your activity"),
    short_title=_("Activity"),
    minutes=3,
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
            _("1 to 5 products, the most important first. The HS code has 4 or 6 digits; leave it empty if unknown."),
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
            Kind.TEXT,
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

RELIED_ON: Final = frozenset(
    {
        "name",
        "ice",
        "legal_form",
        "created_on",
        "region",
        "province",
        "contact_name",
        "email",
        "phone",
        "language",
        "sector",
        "products",
        "true_and_complete",
        "data_notice_read",
        "signatory_name",
        "signatory_capacity",
    }
)
"""What `facts.stated` takes for granted, and what is signed."""

APPLICATION: Final = FormDeclaration(
    "application",
    (COMPANY, CONTACT, ACTIVITY, DECLARATIONS),
    title=_("Your application"),
    relied_on=RELIED_ON,
)
