"""What the check asks on a day, and what answers come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from companies.cases.models import ProgrammeYear
from companies.content.models import Alternative
from companies.eligibility.asking import Asked
from companies.eligibility.enums import Effect, Kind, Outcome
from companies.eligibility.models import Reply, Rule

Answers = Mapping[str, Sequence[str]]
MOST_ALTERNATIVES: Final = 6
LEGAL_FORM: Final = "legal_form"
"""The application's question that a rule on the legal form carries its answer to."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One question, what was answered ("" where it was passed over), and what the result says of that."""

    rule: Rule
    answered: tuple[str, ...]
    says: tuple[str, ...]
    against: bool

    @property
    def decides(self) -> bool:
        """Whether it has something to say of the result; the others only tell what was answered."""
        return self.against or bool(self.says)


@dataclass(frozen=True, slots=True)
class Result:
    outcome: Outcome
    reasons: tuple[Reason, ...]


def rules_on(year: ProgrammeYear, *, on: date) -> list[Asked]:
    """The questions in their order, with their replies; two statements."""
    rules = Rule.objects.in_force(year, on=on).prefetch_related("replies")
    shown = sorted((rule for rule in rules if rule.shown), key=lambda rule: (rule.position, rule.key))
    return [Asked(rule, tuple(rule.replies.all())) for rule in shown]


def how_many(year: ProgrammeYear, *, on: date) -> int:
    """How many questions are asked; one statement."""
    return sum(Rule.objects.in_force(year, on=on).values_list("shown", flat=True))


def is_finished(rules: Sequence[Asked], answers: Answers) -> bool:
    """Whether every question was answered or passed over."""
    return bool(rules) and all(rule.key in answers for rule in rules)


def next_of(rules: Sequence[Asked], answers: Answers, after: Asked) -> Asked | None:
    """The next question without an answer; those before come last. None once all have one."""
    at = rules.index(after) + 1
    return next((rule for rule in [*rules[at:], *rules[:at]] if rule.key not in answers), None)


def result_of(rules: Sequence[Asked], answers: Answers) -> Result:
    """What the answers come to. Only an answer against, to a rule that blocks, closes the door."""
    reasons = tuple(_reason(rule, answers.get(rule.key, ())) for rule in rules)
    against = [each for each in reasons if each.against]
    if any(each.rule.effect == Effect.BLOCKS for each in against):
        return Result(Outcome.CLOSED, reasons)
    return Result(Outcome.NOTES if against else Outcome.OPEN, reasons)


def place_of(rules: Sequence[Asked], answers: Answers) -> tuple[str, str]:
    """The region and the sector that were told, as codes; "" where they were not."""
    told = {asked.rule.kind: next(iter(answers.get(asked.key, ())), "") for asked in rules}
    return told.get(Kind.REGION, ""), told.get(Kind.SECTOR, "")


def legal_form_of(rules: Sequence[Asked], answers: Answers) -> str | None:
    """The code of the legal form that was told, "" for one of several; None where it was not asked or passed over."""
    told = [
        asked.carried(answers[asked.key])
        for asked in rules
        if asked.rule.form_key == LEGAL_FORM and answers.get(asked.key)
    ]
    return str(told[0]) if told else None


def alternatives_for(rules: Sequence[Asked], answers: Answers) -> list[Alternative]:
    """What else exists for who answered so: named by an answer, or for its needs, sector and legal form."""
    given = [reply for asked in rules for reply in asked.given(answers.get(asked.key, ()))]
    needs = [need for reply in given for need in reply.needs]
    named = Reply.alternatives.through.objects.filter(reply__in=[reply.pk for reply in given])
    _region, sector = place_of(rules, answers)
    fitting = (
        Alternative.objects.shown().for_sector(sector).for_legal_form(legal_form_of(rules, answers)).for_needs(needs)
    )
    chosen = fitting | Alternative.objects.shown().distinct().filter(pk__in=named.values("alternative"))
    return list(chosen.order_by("position", "id")[:MOST_ALTERNATIVES])


def _reason(asked: Asked, codes: Sequence[str]) -> Reason:
    names = dict(asked.options()) if codes else {}
    given = asked.given(codes)
    return Reason(
        asked.rule,
        tuple(names[code] for code in codes if code in names),
        tuple(reply.says for reply in given if reply.says),
        any(reply.against for reply in given),
    )
