"""Companies of the demonstration that nobody had listed and that came by themselves, and people who ask to join one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from companies.cases.enums import Status
from companies.cases.models import Case
from companies.demo.agenda import Agenda
from companies.enrolment.actions import entering
from companies.enrolment.enums import Why


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Some days ago somebody typed the first page, and proved their mailbox."""

    days_ago: int
    email: str
    language: str
    typed: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks to join the first company of a region that has begun and not sent; nobody has answered yet."""

    days_ago: int
    region: str
    email: str
    name: str
    language: str
    why: Why


WALK_INS: Final[Sequence[WalkIn]] = (
    WalkIn(
        6,
        "s.idrissi@argane-tamri.example",
        "fr",
        {
            "name": "Argane Tamri SARL",
            "name_ar": "أركان تامري",
            "ice": "003100000000072",
            "legal_form": "SARL",
            "rc_number": "48113",
            "rc_court": "Agadir",
            "created_on": 2019,
            "region": "09",
            "address": "Route d’Essaouira, Tamri",
        },
    ),
    WalkIn(
        4,
        "tazi.zellige@boite.example",
        "ar",
        {
            "name": "Zellige Tazi",
            "name_ar": "زليج التازي",
            "ice": "003100000000169",
            "legal_form": "EI",
            "created_on": 2008,
            "region": "03",
        },
    ),
    WalkIn(
        1,
        "export@cartonnages-ziz.example",
        "fr",
        {"name": "Cartonnages du Ziz", "ice": "003100000000266", "region": "06", "created_on": 2021},
    ),
)
ASKERS: Final[Sequence[Asker]] = (
    Asker(2, "06", "n.berrada@boite.example", "Nadia Berrada", "fr", Why.LEFT),
    Asker(1, "06", "h.ouazzani@boite.example", "حمزة الوزاني", "ar", Why.COLLEAGUE),
    Asker(3, "04", "cabinet.alaoui@boite.example", "Mehdi Alaoui", "fr", Why.OTHER),
)


def cast(agenda: Agenda) -> None:
    for who in WALK_INS:
        agenda.add(agenda.length - who.days_ago, partial(come, who))
    for asker in ASKERS:
        agenda.add(agenda.length - asker.days_ago, partial(ask, asker))


def come(who: WalkIn, at: datetime) -> None:
    entry = entering.begin(who.typed, {}, language=who.language, at=at)
    entering.enter(entering.note_proven(entry, who.email, at=at), at=at)


def ask(asker: Asker, at: datetime) -> None:
    drafts = Case.objects.filter(region__code=asker.region, status=Status.DRAFT, joinings=None).exclude(company__ice="")
    case = drafts.select_related("company").order_by("id").first()
    if case is None:
        return
    company = case.company
    typed = {"name": company.name, "ice": company.ice, "region": asker.region}
    entry = entering.begin(typed, {}, language=asker.language, at=at)
    entering.ask_to_join(entering.note_proven(entry, asker.email, at=at), name=asker.name, why=asker.why, at=at)
