"""Invited companies by the thousand, each with its main contact: rows as the actions leave them, written in bulk."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from companies.cases import references
from companies.cases.enums import Channel, Origin, Stage, Status
from companies.cases.models import Case, Move
from companies.outreach.models import Policy
from companies.reference.models import Region
from companies.registry.models import Company, Contact
from tests.chaos.stage import INVITED
from tests.support import making

COMPANIES = "@entreprise.example"
"""Officers have other addresses: their digests and codes are no reminders."""
LANGUAGES = ("fr", "ar", "fr", "en")


def invited(size: int, *, at: datetime = INVITED, name: str = "contact", per_person: int = 1) -> list[Case]:
    """`size` cases in "invited" since `at`; `per_person` of them share one address, which begins with `name`.

    No rule holds back its first day's.
    """
    Policy.objects.update(first_day=32767)
    officer, year, region = making.person(), making.year(), Region.objects.get(code=making.CASABLANCA)
    firms = Company.objects.bulk_create(
        [Company(name=f"Conserves {n}", region=region, sort_key=f"conserves {n:06d}") for n in range(size)]
    )
    Contact.objects.bulk_create(
        [
            Contact(
                company=firm,
                name=f"Contact {n}",
                email=f"{name}{n // per_person}{COMPANIES}",
                phone="+212661203142",
                language=LANGUAGES[n // per_person % len(LANGUAGES)],
                primary=True,
            )
            for n, firm in enumerate(firms)
        ]
    )
    numbers = references.several("2027", size, lambda _drawn: ())
    cases = Case.objects.bulk_create(
        [
            Case(
                reference=number,
                company=firm,
                year=year,
                region=region,
                origin=Origin.LIST,
                channel=Channel.MAIL,
                stage=Stage.TARGETED,
                status=Status.INVITED,
                officer=officer,
                opened_at=at - timedelta(days=1),
                status_since=at,
            )
            for number, firm in zip(numbers, firms, strict=True)
        ]
    )
    _move(cases, at)
    return cases


def _move(cases: Sequence[Case], at: datetime) -> None:
    Move.objects.bulk_create(
        [Move(case=each, to_stage="targeted", to_status="listed", at=at - timedelta(days=1)) for each in cases]
    )
    Move.objects.bulk_create(
        [
            Move(
                case=each, from_stage="targeted", from_status="listed", to_stage="targeted", to_status="invited", at=at
            )
            for each in cases
        ]
    )
