"""The places of the public pages that hold a text: data only. What stands there is a row, edited in the admin."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text
else:
    Text = object  # a text or its lazy translation; the stubs alone have a name for it

PLACEHOLDERS: Final[dict[str, Text]] = {
    "programme": _("the programme's name"),
    "year": _("the programme year"),
    "last_year": _("the last closed year"),
    "places": _("how many companies are supported in a year"),
    "closing_date": _("the closing date, in words"),
    "answer_days": _("in how many days at most we answer"),
    "minutes": _("how long the application takes"),
    "pages": _("how many pages the application has"),
    "questions": _("how many questions the check has"),
    "offices": _("how many regional offices there are"),
    "phone": _("the programme's telephone number"),
    "email": _("the programme's e-mail address"),
}
"""What may stand in braces. A paragraph that names one without a value today (no year is open) is left out."""


@dataclass(frozen=True, slots=True)
class Slot:
    """`body`: whether there is a text under the title; `slug`: the page it is, if it is a whole one."""

    key: str
    where: Text
    body: bool = True
    slug: str = ""


_LANDING: Final = _("Home page")
_STAGES: Final = _("The stages")
_HELPS: Final = _("After “What stops you?”: what helps")
_CHECK: Final = _("Two-minute check")
_PAGE: Final = _("Page of its own")

OBSTACLES: Final = (
    "did_not_know",
    "never_reached",
    "wrong_contact",
    "did_not_understand",
    "thought_not_eligible",
    "form_too_complicated",
    "did_not_see_benefit",
    "missing_document",
    "cofinancing_or_cash",
    "no_time_or_staff",
    "no_exportable_capacity",
    "certification_or_standards",
    "logistics",
    "market_access_or_tariffs",
    "waiting_for_administration",
    "not_interested_now",
    "found_other_support",
    "ceased_activity",
    "other",
)
"""The codes of the register of obstacles, which belongs to a higher app; a test holds the two together."""

ALL: Final = (
    Slot("landing.title", _LANDING),
    Slot("landing.prepare", _LANDING),
    Slot("landing.check", _LANDING),
    Slot("landing.file", _LANDING),
    Slot("landing.letter", _LANDING, body=False),
    Slot("landing.given", _LANDING, body=False),
    Slot("landing.given.diagnostic", _LANDING),
    Slot("landing.given.coach", _LANDING),
    Slot("landing.given.market", _LANDING),
    Slot("landing.stages", _LANDING, body=False),
    Slot("landing.stops", _LANDING),
    Slot("landing.region", _LANDING),
    Slot("stage.application", _STAGES),
    Slot("stage.answer", _STAGES),
    Slot("stage.coaching", _STAGES),
    Slot("stage.market", _STAGES),
    Slot("stage.export", _STAGES),
    Slot("page.programme", _PAGE, slug="programme"),
    Slot("page.privacy", _PAGE, slug="privacy"),
    Slot("page.terms", _PAGE, slug="terms"),
    Slot("page.accessibility", _PAGE, slug="accessibility"),
    Slot("page.contact", _PAGE, slug="contact"),
    Slot("questions.intro", _("Questions and answers")),
    Slot("examples.intro", _("Examples")),
    Slot("people.intro", _("Your region")),
    Slot("check.none", _CHECK),
    Slot("check.open", _("Two-minute check: nothing stands in the way")),
    Slot("check.notes", _("Two-minute check: can apply, with something to know")),
    Slot("check.closed", _CHECK),
    Slot("check.elsewhere", _CHECK),
    Slot("stops.why", _("What stops you?")),
    Slot("stops.sector", _("What stops you?")),
    Slot("stops.region", _("What stops you?")),
    Slot("stops.thanks", _("What stops you?")),
    *(Slot(f"helps.{code}", _HELPS) for code in OBSTACLES),
)
SLOTS: Final[dict[str, Slot]] = {slot.key: slot for slot in ALL}
PAGES: Final[dict[str, Slot]] = {slot.slug: slot for slot in ALL if slot.slug}
