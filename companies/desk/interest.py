"""What the public pages were told without a name: finished checks, and what stops people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from companies.accounts.models import User
from companies.cases.models import ProgrammeYear
from companies.common import clock
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.models import Obstacle
from companies.eligibility.asking import Asked
from companies.eligibility.enums import Outcome
from companies.eligibility.models import Tally
from companies.questionnaires import choices

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


def finished_by(tallies: "QuerySet[Tally]", field: str) -> list[Line]:
    """Finished checks by region or sector: all of them, then by outcome; the most first. One statement."""
    cells = tallies.filter(rule="").values(field, "answer").annotate(total=Sum("n")).order_by(field, "answer")
    found: dict[str, Counter[str]] = {}
    for cell in cells:
        found.setdefault(cell[field], Counter())[cell["answer"]] += cell["total"]
    lines = [Line(_named(field, code), _numbers(counted)) for code, counted in found.items()]
    return sorted(lines, key=lambda line: -line.number)


def by_question(tallies: "QuerySet[Tally]", rules: Iterable[Asked]) -> list[Asking]:
    """How often each answer was given to what is asked today; regions and sectors have tables of their own."""
    cells = tallies.exclude(rule="").values("rule", "answer").annotate(total=Sum("n")).order_by("rule", "answer")
    given = {(cell["rule"], cell["answer"]): cell["total"] for cell in cells}
    return [Asking(asked.rule.question, _answers(asked, given)) for asked in rules if not asked.is_place]


def obstacles(user: User, year: ProgrammeYear) -> list[Line]:
    """What stops those who gave no name, since the year opened; the most first. One statement."""
    said = Obstacle.objects.visible_to(user).without_name().filter(at__gte=clock.start_of(year.opens_on))
    counted = said.values_list("code").annotate(n=Count("id")).order_by("-n", "code")
    return [Line(str(ObstacleCode(code).label), ((_("Visitors"), n),)) for code, n in counted]


def _answers(asked: Asked, given: Mapping[tuple[str, str], int]) -> tuple[Line, ...]:
    known = [*asked.options(), ("", _("passed over"))]
    return tuple(Line(name, ((_("Times given"), given.get((asked.key, code), 0)),)) for code, name in known)


def _numbers(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    outcomes = ((str(outcome.label), counted[outcome]) for outcome in OUTCOMES)
    return ((_("Finished"), counted.total()), *outcomes)


def _named(field: str, code: str) -> str:
    row = choices.row(field, code)
    return row.name if row else _("not told")
