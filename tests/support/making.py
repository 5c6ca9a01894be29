"""Rows for tests, made through the models and actions a person's acts go through; every field can be said."""

from datetime import UTC, date, datetime
from itertools import count

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import Origin, Status, YearState
from companies.cases.models import Case, ProgrammeYear
from companies.common import text
from companies.journal.actors import SYSTEM
from companies.reference.models import Region
from companies.registry.models import Company, Contact

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ON = AT.date()
CASABLANCA, SOUSS = "06", "09"

_numbers = count(1)

# The straight way of a case, from the list to a confirmed export.
PATH = (
    Status.INVITED,
    Status.DRAFT,
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.DIAGNOSTIC,
    Status.PLAN,
    Status.UNDER_WAY,
    Status.PREPARING,
    Status.PROSPECTING,
    Status.NEGOTIATING,
    Status.CONFIRMED,
)


def region(code: str = CASABLANCA) -> Region:
    return Region.objects.get(code=code)


def person(role: Role = Role.OFFICER, *regions: str, **fields: object) -> User:
    """Somebody who may sign in; officers and managers look after Casablanca unless told otherwise.

    Without the morning's digest, which would stand among the messages of every test that lets a morning pass.
    """
    number = next(_numbers)
    fields = {"name": f"Personne {number}", "phone": "+212522000001", "digest": False, **fields}
    user = User.objects.create_user(f"personne{number}@ministere.example", **fields, role=role)
    if user.grant.by_region:
        user.regions.set([region(code) for code in regions or (CASABLANCA,)])
    return user


def year(**fields: object) -> ProgrammeYear:
    """The open programme year, made at the first call."""
    fields = {
        "opens_on": date(2026, 11, 1),
        "closes_on": date(2027, 4, 30),
        "state": YearState.OPEN,
        **fields,
    }
    found, _made = ProgrammeYear.objects.get_or_create(code=fields.pop("code", "2027"), defaults=fields)
    return found


def company(name: str = "", **fields: object) -> Company:
    number = next(_numbers)
    name = name or f"Conserves {number} SARL"
    where = fields.pop("region", CASABLANCA)
    names = [name, str(fields.get("name_ar", "")), str(fields.get("ice", ""))]
    return Company.objects.create(
        name=name,
        region=region(where) if isinstance(where, str) else where,
        sort_key=text.sort_key(name),
        search_key=text.trigrams(*names),
        **fields,
    )


def contact(firm: Company, **fields: object) -> Contact:
    number = next(_numbers)
    fields = {"email": f"contact{number}@entreprise.example", "phone": "+212661203142", "primary": True, **fields}
    return Contact.objects.create(company=firm, **fields)


def case(
    firm: Company | None = None, *, officer: User | None = None, reached: Status = Status.LISTED, **fields: object
):
    """A case with its contact, taken along the straight way up to `reached`."""
    firm = firm or company(**fields)
    if not firm.contacts.exists():
        contact(firm)
    made = cases.open_one(year(), firm, origin=Origin.LIST, by=SYSTEM, at=AT, officer=officer)
    return along(made, reached)


def along(made: Case, reached: Status) -> Case:
    if reached == Status.LISTED:
        return made
    for status in PATH[: PATH.index(reached) + 1]:
        evidence = {"note": "DUM 2027-118", "fact_on": ON} if status == Status.CONFIRMED else {}
        cases.move(made, status, by=SYSTEM, at=AT, **evidence)
    return made
