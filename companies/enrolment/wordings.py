"""The messages of an application: their names, and what each text may and must speak of."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from companies.mail import wording

COMMON: Final = frozenset(
    {
        "contact_greeting",
        "company",
        "officer_name",
        "officer_phone",
        "reference",
        "closing_date",
        "closing_day",
        "year",
        "link",
    }
)
INVITATION: Final = wording.Slot("invitation", COMMON | {"minutes_left"}, label=_("Invitation"))
DRAFT_SAVED: Final = wording.Slot(
    "draft.saved", COMMON | {"pages_left", "minutes_left", "sent_at"}, label=_("First page saved: the way back")
)
RECEIPT: Final = wording.Slot(
    "receipt", COMMON | {"sent_at", "answer_date", "answer_day"}, required=frozenset({"reference"}), label=_("Receipt")
)
CORRECTED: Final = wording.Slot(
    "correction.received", COMMON | {"sent_at", "answer_date", "answer_day"}, label=_("Correction received")
)
REQUESTED: Final = wording.Slot(
    "completion.requested",
    COMMON | {"requested_items", "requested_list", "due_date", "due_day", "reason"},
    required=frozenset({"due_date"}),
    label=_("Completion requested"),
)
REQUESTED_AGAIN: Final = wording.Slot(
    "completion.requested.again",
    REQUESTED.allowed,
    required=REQUESTED.required | {"reason"},
    label=_("Completion requested a second time"),
)
COMPLETED: Final = wording.Slot(
    "completion.received",
    COMMON | {"requested_list", "sent_at", "answer_date", "answer_day"},
    label=_("Completion received"),
)
CHANGED: Final = wording.Slot(
    "completion.changed", REQUESTED.allowed, required=frozenset({"due_date"}), label=_("Completion: another last day")
)
WITHDRAWN: Final = wording.Slot(
    "completion.withdrawn", COMMON | {"reason"}, label=_("Completion: nothing asked any more")
)
DECLINED: Final = wording.Slot("decline.thanks", COMMON, label=_("Thanks for a refusal"))
RETRACTED: Final = wording.Slot(
    "application.withdrawn", COMMON, required=frozenset({"reference"}), label=_("Application withdrawn by the company")
)
ADDRESS_CHANGED: Final = wording.Slot(
    "address.changed", COMMON - {"link"} | {"sent_at"}, label=_("To the former address: another one is on file")
)
CONFIRMATION: Final = wording.Slot(
    "confirmation.asked", COMMON, required=frozenset({"closing_date"}), label=_("Filled in together: to be confirmed")
)
ASSISTED: Final = wording.Slot("assistance.begun", COMMON | {"sent_at"}, label=_("The form is opened with the company"))
EXTENDED: Final = wording.Slot(
    "closing.extended", COMMON, required=frozenset({"closing_date"}), label=_("More time for one company")
)
SLOTS: Final = (
    INVITATION,
    DRAFT_SAVED,
    RECEIPT,
    CORRECTED,
    REQUESTED,
    REQUESTED_AGAIN,
    COMPLETED,
    CHANGED,
    WITHDRAWN,
    DECLINED,
    RETRACTED,
    ADDRESS_CHANGED,
    CONFIRMATION,
    ASSISTED,
    EXTENDED,
)
