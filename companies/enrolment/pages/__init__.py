"""The application form: data only. Keys, kinds and what is required: docs/programme.md; the words: the glossary."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.enrolment.pages.activity import ACTIVITY
from companies.enrolment.pages.company import COMPANY, HAS_RC
from companies.enrolment.pages.contact import CONTACT
from companies.enrolment.pages.declarations import DECLARATIONS
from companies.enrolment.pages.figures import FIGURES
from companies.enrolment.pages.markets import MARKETS
from companies.enrolment.pages.support import SUPPORT
from companies.questionnaires.declarations import FormDeclaration, Page

__all__ = [
    "ACTIVITY",
    "APPLICATION",
    "COMPANY",
    "CONTACT",
    "DECLARATIONS",
    "DOCUMENTS",
    "FIGURES",
    "HAS_RC",
    "MARKETS",
    "SUPPORT",
]

DOCUMENTS: Final = Page(
    key="documents",
    title=_("Your documents"),
    short_title=_("Documents"),
    minutes=2,
    questions=(),
    documents=True,
)
APPLICATION: Final = FormDeclaration(
    "application",
    (COMPANY, CONTACT, ACTIVITY, FIGURES, MARKETS, SUPPORT, DOCUMENTS, DECLARATIONS),
    title=_("Application"),
    relied_on=frozenset(
        {
            *("name", "ice", "legal_form", "created_on", "region", "province"),
            *("contact_name", "email", "phone", "language"),
            *("sector", "products"),
            *("true_and_complete", "data_notice_read"),
        }
    ),
)
