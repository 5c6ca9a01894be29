from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.questionnaires.declarations import Option, Page, Question
from companies.questionnaires.enums import Kind

CONTACT: Final = Page(
    key="contact",
    title=_("Your contact"),
    short_title=_("Contact"),
    minutes=1,
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
