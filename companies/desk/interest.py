"""What the public pages were told without a name: finished checks, and what stops people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from companies.accounts.models import User
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.models import Obstacle
from companies.eligibility.asking import Asked
from companies.eligibility.enums import Outcome
from companies.eligibility.querysets import TallyQuerySet
from companies.questionnaires import choices
from companies.reference.models import Region

OUTCOMES: Final = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its name, and a number under each heading."""

    name: str
    cells: tuple[tuple[str, int], ...]

    @property
    def number(self) -> int:
        return self.cells[0][1]


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of the check and how often each answer was given."""

    question: str
    answers: tuple[Line, ...]


def of_region(tallies: TallyQuerySet, region: str) -> TallyQuerySet:
    """Those told for the region of that id; all of them for ""."""
    return tallies.filter(region__in=Region.objects.filter(pk=int(region)).values("code")) if region else tallies


def finished_by(tallies: TallyQuerySet, field: str) -> list[Line]:
    """Finished checks by region or sector: all of them, then by outcome; the most first, those not told last.

    One statement.
    """
    cells = tallies.filter(rule="").values(field, "answer").annotate(total=Sum("n")).order_by(field, "answer")
    found: dict[str, Counter[str]] = {}
    for cell in cells:
        found.setdefault(cell[field], Counter())[cell["answer"]] += cell["total"]
    ranked = sorted(found.items(), key=lambda each: (not each[0], -each[1].total()))
    return [Line(_named(field, code), _numbers(counted)) for code, counted in ranked]


def by_question(tallies: TallyQuerySet, rules: Iterable[Asked]) -> list[Asking]:
    """How often each answer was given to what is asked today; regions and sectors have tables of their own."""
    cells = tallies.exclude(rule="").values("rule", "answer").annotate(total=Sum("n")).order_by("rule", "answer")
    given = {(cell["rule"], cell["answer"]): cell["total"] for cell in cells}
    return [Asking(asked.rule.question, _answers(asked, given)) for asked in rules if not asked.is_place]


def obstacles(user: User, year: ProgrammeYear, region: str = "") -> list[Line]:
    """What stops those who gave no name, from the day the year opened until the next one did; the most first."""
    said = Obstacle.objects.visible_to(user).without_name().filter(at__gte=clock.start_of(year.opens_on))
    following = ProgrammeYear.objects.filter(opens_on__gt=year.opens_on).order_by("opens_on").first()
    said = said.filter(at__lt=clock.start_of(following.opens_on)) if following else said
    said = said.filter(region=int(region)) if region else said
    counted = said.values_list("code").annotate(n=Count("id")).order_by("-n", "code")
    return [Line(str(ObstacleCode(code).label), ((_("Visitors"), n),)) for code, n in counted]


def _answers(asked: Asked, given: Mapping[tuple[str, str], int]) -> tuple[Line, ...]:
    known = [*asked.options(), ("", _("Passed over"))]
    return tuple(Line(name, ((_("Times given"), given.get((asked.key, code), 0)),)) for code, name in known)


def _numbers(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    outcomes = ((str(outcome.label), counted[outcome]) for outcome in OUTCOMES)
    return ((_("Finished"), counted.total()), *outcomes)


def _named(field: str, code: str) -> str:
    row = choices.row(field, code)
    return row.name if row else _("Not told")
