from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Hypothesis(TextChoices):
    """The minister's question: why do so few take it up?"""

    COMMUNICATION = "communication", _("Communication")
    COMPREHENSION = "comprehension", _("Understanding")
    OPERATIONAL = "operational", _("Operational constraints")
    OTHER = "other", pgettext_lazy("hypothesis", "Other")


class ObstacleCode(TextChoices):
    """Why not further: a closed list, in staff's words. The company's own stand in `reasons.py`."""

    DID_NOT_KNOW = "did_not_know", _("Did not know the programme")
    NEVER_REACHED = "never_reached", _("Never reached")
    WRONG_CONTACT = "wrong_contact", _("Wrong contact")
    DID_NOT_UNDERSTAND = "did_not_understand", _("Offer not understood")
    THOUGHT_NOT_ELIGIBLE = "thought_not_eligible", _("Thought it was not eligible")
    FORM_TOO_COMPLICATED = "form_too_complicated", _("Form too complicated")
    DID_NOT_SEE_BENEFIT = "did_not_see_benefit", _("Did not see the benefit")
    MISSING_DOCUMENT = "missing_document", _("Missing document")
    COFINANCING_OR_CASH = "cofinancing_or_cash", _("Company's share or cash")
    NO_TIME_OR_STAFF = "no_time_or_staff", _("Time or staff")
    NO_EXPORTABLE_CAPACITY = "no_exportable_capacity", _("No exportable capacity")
    CERTIFICATION_OR_STANDARDS = "certification_or_standards", _("Certification or standards")
    LOGISTICS = "logistics", _("Logistics")
    MARKET_ACCESS_OR_TARIFFS = "market_access_or_tariffs", _("Market access or tariffs")
    WAITING_FOR_ADMINISTRATION = "waiting_for_administration", _("Waiting for a public office")
    NOT_INTERESTED_NOW = "not_interested_now", _("Not interested for now")
    FOUND_OTHER_SUPPORT = "found_other_support", _("Found other support")
    CEASED_ACTIVITY = "ceased_activity", pgettext_lazy("obstacle", "Ceased activity")
    OTHER = "other", _("Other, in words")


class Source(TextChoices):
    FORM = "form", _("Application")
    CALL = "call", _("Call")
    ANSWER = "answer", _("answer to a message")
    SESSION = "session", _("Session")
    MARKET = "market", _("market")
    PUBLIC = "public", _("public page")
