"""What the public pages are drawn from, besides their texts."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.common import clock
from companies.common.components import Choice, Stop
from companies.content import queries as content
from companies.content import values
from companies.content.models import Office, PublicPerson
from companies.content.queries import Drawn
from companies.content.values import Values
from companies.dialogue.enums import ObstacleCode
from companies.reference.models import Region
from companies.reference.ordering import by_name

C = ObstacleCode

STAGES: Final = ("stage.application", "stage.answer", "stage.coaching", "stage.market", "stage.export")
HOME: Final = (
    *("landing.title", "landing.prepare", "landing.check", "landing.file", "landing.letter"),
    *("landing.given", "landing.given.diagnostic", "landing.given.coach", "landing.given.market"),
    *("landing.stages", "landing.stops", "landing.region"),
    *STAGES,
)
SHORT: Final = (
    (C.DID_NOT_KNOW, _("I did not know it")),
    (C.DID_NOT_UNDERSTAND, _("It is not clear")),
    (C.FORM_TOO_COMPLICATED, _("Too complicated")),
    (C.MISSING_DOCUMENT, _("I am missing a document")),
    (C.NO_TIME_OR_STAFF, _("No time")),
    (C.COFINANCING_OR_CASH, _("No cash for it")),
    (C.OTHER, _("Something else")),
)
"""The reasons of the home page, in the fewest words; all of them stand on the page behind it."""


def known() -> Values:
    """Today's values of the placeholders, in the language of the page."""
    return values.of(clock.today(), (get_language() or "fr")[:2])


def texts(*slots: str) -> dict[str, Drawn]:
    return content.texts(slots, known())


def stops(said: dict[str, Drawn]) -> list[Stop]:
    """The way of a company from its application to its first export, with a line on each stage."""
    drawn = [said[key.replace(".", "_")] for key in STAGES]
    return [Stop(each.title, "todo", each.lines) for each in drawn if each.title]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who agreed to be named; `phone` is "" where it is not shown."""

    name: str
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class Bureau:
    """The office of a region, and who may be named there."""

    region: Region
    office: Office | None
    people: tuple[Named, ...]


def bureaus(*, code: str = "") -> list[Bureau]:
    """Of every region, or of one; three statements."""
    regions = Region.objects.select_related("office")
    shown = by_name(regions.filter(code=code) if code else regions)
    named = PublicPerson.objects.filter(user__is_active=True, user__regions__in=shown).distinct()
    people = list(named.select_related("user").prefetch_related("user__regions").order_by("user__name", "id"))
    return [Bureau(each, getattr(each, "office", None), _of(each, people)) for each in shown]


def _of(region: Region, people: list[PublicPerson]) -> tuple[Named, ...]:
    return tuple(_named(person) for person in people if region in person.user.regions.all() and person.user.grant.desk)


def _named(person: PublicPerson) -> Named:
    user = person.user
    return Named(user.name, user.title_in((get_language() or "fr")[:2]), user.phone if person.phone_shown else "")


def short_reasons() -> list[Choice]:
    return [Choice(code, str(said)) for code, said in SHORT]


def closes_later(closes_on: date | None) -> bool:
    return closes_on is not None and closes_on >= clock.today()
