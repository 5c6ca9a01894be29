"""Two regions, a company in each, and one person of every role: what the sweep walks through."""

from dataclasses import dataclass, field
from datetime import timedelta

from companies.accounts import actions as accounts
from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases import actions as cases
from companies.cases.enums import InteractionKind, Origin, Outcome, TaskKind, YearState
from companies.cases.models import Case, Interaction, ProgrammeYear, Task
from companies.common import clock, text
from companies.journal.actors import SYSTEM
from companies.reference.models import Region
from companies.registry.enums import Access
from companies.registry.models import Company, Contact
from tests.architecture.sweep.tables import VISITOR


@dataclass
class Side:
    """One region with its company, and all that hangs on it."""

    canary: str
    region: Region
    person: User
    company: Company
    contact: Contact
    year: ProgrammeYear
    case: Case
    interaction: Interaction
    task: Task
    staff: dict[str, User] = field(default_factory=dict)


@dataclass(frozen=True)
class Visitor:
    """Someone who asks: `user` is None for who is not signed in."""

    name: str
    role: str
    user: User | None
    sides: frozenset[str]

    def reaches(self, side: Side) -> bool:
        return side.canary in self.sides


@dataclass
class World:
    own: Side
    foreign: Side
    visitors: list[Visitor]

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.own, self.foreign


def make_world() -> World:
    year = ProgrammeYear.objects.create(
        code="2027",
        opens_on=clock.today() - timedelta(days=30),
        closes_on=clock.today() + timedelta(days=150),
        state=YearState.OPEN,
    )
    first, second = _region("91", "Région un"), _region("92", "Région deux")
    staff = {
        "officer": _user("officer", Role.OFFICER, first),
        "manager": _user("manager", Role.MANAGER, first),
        "coach": _user("coach", Role.COACH),
        "officer elsewhere": _user("officer2", Role.OFFICER, second),
        "manager elsewhere": _user("manager2", Role.MANAGER, second),
        "national": _user("national", Role.NATIONAL),
        "admin": _user("admin", Role.ADMIN),
    }
    own = _side("CANARYONE", first, year, staff["officer"])
    foreign = _side("CANARYTWO", second, year, staff["officer elsewhere"])
    Case.objects.filter(pk=own.case.pk).update(coach=staff["coach"])
    own.staff = foreign.staff = staff
    return World(own, foreign, _visitors(own, foreign, staff))


def _visitors(own: Side, foreign: Side, staff: dict[str, User]) -> list[Visitor]:
    here, there = frozenset({own.canary}), frozenset({foreign.canary})
    reach = {"officer elsewhere": there, "manager elsewhere": there, "national": here | there, "admin": here | there}
    return [
        Visitor("visitor", VISITOR, None, frozenset()),
        Visitor("company", Role.COMPANY, own.person, here),
        Visitor("another company", Role.COMPANY, foreign.person, there),
        *(Visitor(name, user.role, user, reach.get(name, here)) for name, user in staff.items()),
    ]


def _region(code: str, name: str) -> Region:
    return Region.objects.create(code=code, name_fr=name, name_ar="جهة", name_en=name)


def _user(login: str, role: Role, *regions: Region) -> User:
    return accounts.create(f"{login}@sweep.example", name=login, role=role, regions=regions, by=SYSTEM, at=clock.now())


def _side(canary: str, region: Region, year: ProgrammeYear, officer: User) -> Side:
    at = clock.now()
    person = _user(canary.lower(), Role.COMPANY)
    company = Company.objects.create(
        name=canary,
        sort_key=text.sort_key(canary),
        search_key=text.trigrams(canary),
        region=region,
        town=canary,
        address=canary,
    )
    contact = Contact.objects.create(
        company=company,
        name=canary,
        function=canary,
        email=person.email,
        phone="+212661000000",
        primary=True,
        user=person,
        access=Access.MEMBER,
    )
    case = cases.open_one(year, company, origin=Origin.LIST, officer=officer, by=officer.actor, at=at)
    interaction = cases.log_interaction(
        case, kind=InteractionKind.CALL, outcome=Outcome.NO_ANSWER, text=canary, by=officer.actor, at=at
    )
    task = cases.add_task(case, kind=TaskKind.OTHER, title=canary, due_on=clock.today(), by=officer.actor, at=at)
    return Side(canary, region, person, company, contact, year, case, interaction, task)
