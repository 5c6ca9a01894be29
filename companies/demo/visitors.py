"""Who came to the public pages of the demonstration without giving a name: checks, and what stops people."""

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from random import Random
from typing import Final

from companies.accounts.models import User
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.content.models import PublicPerson
from companies.demo.regions import REGIONS
from companies.dialogue import public
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.helps import IN_PUBLIC
from companies.eligibility import counting
from companies.eligibility.asking import Asked
from companies.eligibility.queries import rules_on
from companies.reference.models import Region, Sector

CHECKS: Final = 70
ANSWERS: Final = 45
SECTORS: Final = ("AGRO", "ARTI", "TEXT", "COSM", "AGRI", "META", "OFFS")
NOT_SAID: Final = 20
"""Of a hundred visitors, those who pass over where they are."""
LIKELY: Final = {
    "legal_form": (("company", "cooperative", "sole_trader", "self_entrepreneur", "not_yet"), (60, 20, 10, 6, 4)),
    "experience": (("never", "past", "sometimes", "regular"), (55, 15, 20, 10)),
}


def come(year: ProgrammeYear, *, days: int, random: Random) -> str:
    """Fill the counts of the year so far; says what was made."""
    _name_in_public()
    checks = sum(_check(year, on, random) for on in _days(year, days, CHECKS, random))
    answers = sum(_say(on, random) for on in _days(year, days, ANSWERS, random))
    return f"{checks} checks and {answers} answers without a name on the public pages"


def _days(year: ProgrammeYear, days: int, visits: int, random: Random) -> Iterator[date]:
    return (year.opens_on + timedelta(days=random.randrange(days)) for _visit in range(visits))


def _name_in_public() -> None:
    """The officers of the regions agreed to be named."""
    officers = User.objects.filter(role="officer", is_active=True)
    PublicPerson.objects.bulk_create((PublicPerson(user=each) for each in officers), ignore_conflicts=True)


def _check(year: ProgrammeYear, on: date, random: Random) -> int:
    rules = rules_on(year, on=on)
    counting.count(year, rules, {asked.key: _chosen(asked, random) for asked in rules}, on=on)
    return 1


def _chosen(asked: Asked, random: Random) -> list[str]:
    if asked.key in LIKELY:
        codes, weights = LIKELY[asked.key]
        return random.choices(codes, weights)
    if random.randrange(100) < NOT_SAID:
        return []
    return [_place(random) if asked.key == "region" else random.choice(_offered(asked))]


def _offered(asked: Asked) -> Sequence[str]:
    return SECTORS if asked.key == "sector" else [code for code, _name in asked.options()]


def _place(random: Random) -> str:
    return random.choice(list(REGIONS))


def _say(on: date, random: Random) -> int:
    """One visitor: what holds back is not the same in all regions, and some leave before they say where they are."""
    code, at = _place(random), clock.instant(on, time(11, random.randrange(60)))
    row = public.say(_why(code, random), at=at)
    if random.randrange(100) >= NOT_SAID:
        public.place(row, at=at, sector=Sector.objects.get(code=random.choice(SECTORS)))
        public.place(row, at=at, region=Region.objects.get(code=code))
    return 1


def _why(region: str, random: Random) -> ObstacleCode:
    weights = {code: weight for code, weight in REGIONS[region].why.items() if code in IN_PUBLIC[:-1]}
    weights = weights or {ObstacleCode.DID_NOT_KNOW: 1}
    return ObstacleCode(random.choices(list(weights), list(weights.values()))[0])
