"""Changing a ladder: which rules a change makes, whom it would speak to, and writing it down.

A rule is never altered: of those in force the newest day's, and of one day the last made, applies; older ones are
its history.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from companies.cases.enums import Channel
from companies.cases.models import Case
from companies.common import clock
from companies.enrolment import queries as enrolment
from companies.journal import actions as journal
from companies.journal.actors import Actor
from companies.outreach import hours
from companies.outreach.ledger import dryrun, ladder
from companies.outreach.models import Policy, Reminder
from companies.outreach.officers import noting
from companies.outreach.officers.facts import Fact
from companies.outreach.policy.rungs import Ladder, Stand


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of one rung: its number (days, per cent) and whether it speaks at all."""

    number: int
    active: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One rung as it is on the day from which it changes (None: it has no rule there), and as it would be."""

    ladder: Ladder
    rung: int
    before: Policy | None
    wanted: Wanted

    @property
    def stand(self) -> Stand:
        return self.ladder.stand(self.rung)

    @property
    def says(self) -> str:
        return self.stand.says(self.wanted.number)


@dataclass(frozen=True, slots=True)
class Effect:
    """To whom a changed rung would speak on its first day, were that day not capped; by which way."""

    change: Change
    cases: Collection[Case]
    messages: int = 0
    calls: int = 0
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """What a rung that is switched off cancels: its lines planned for the rule's first day or later."""

    change: Change
    lines: Collection[Reminder]


def rules_on(of: Ladder, on: date) -> dict[int, Policy]:
    """The rule of each rung that applies on a day, switched off ones included; one statement."""
    rows = Policy.objects.filter(kind=of.key, valid_from__lte=on, rung__lte=len(of.stands))
    newest = rows.order_by("rung", "-valid_from", "-id").distinct("rung")
    return {rule.rung: rule for rule in newest}


def coming(of: Ladder, after: date) -> list[Policy]:
    """Rules made for later days, soonest first."""
    rows = Policy.objects.filter(kind=of.key, valid_from__gt=after, rung__lte=len(of.stands))
    return list(rows.order_by("valid_from", "rung", "id"))


def history(of: Ladder) -> list[Policy]:
    """Every rule there ever was, newest first."""
    rows = Policy.objects.filter(kind=of.key).select_related("made_by")
    return list(rows.order_by("-valid_from", "rung", "-id"))


def first_day(rules: Collection[Policy], again: Policy | None = None) -> int:
    """The cap chosen last, that of `again` where its numbers are taken again; the usual one for a new ladder."""
    last = again or max(rules, key=lambda rule: rule.pk, default=Policy())
    return last.first_day


def changes(of: Ladder, wanted: Mapping[int, Wanted], valid_from: date) -> list[Change]:
    """The rungs for which something other than the rule of that day is wanted."""
    rules = rules_on(of, valid_from)
    asked = (Change(of, rung, rules.get(rung), each) for rung, each in sorted(wanted.items()))
    return [change for change in asked if _differs(change)]


def _differs(change: Change) -> bool:
    before = change.before
    return before is None or (before.wait_days, before.active) != (change.wanted.number, change.wanted.active)


def effects(changed: Iterable[Change], valid_from: date, now: datetime) -> list[Effect]:
    """Whom the rungs that stay or come to be switched on would speak to; nothing is written."""
    return [_effect(change, valid_from, now) for change in changed if change.wanted.active]


def cuts(changed: Iterable[Change], valid_from: date, now: datetime) -> list[Cut]:
    """What is planned at this moment on the rungs that are switched off; before a later day it still leaves."""
    begins = clock.start_of(valid_from)
    lines = Reminder.objects.planned().select_related("case__company", "contact").order_by("due_at", "id")
    planned = lines.filter(due_at__gte=begins) if begins > now else lines
    off = [change for change in changed if change.before and change.before.active and not change.wanted.active]
    return [Cut(each, list(planned.filter(kind=each.ladder.key, rung=each.rung))) for each in off]


def _effect(change: Change, valid_from: date, now: datetime) -> Effect:
    source, number = change.ladder.source, change.wanted.number
    if isinstance(source, Fact):
        cases = _cases(_would_note(source, change.rung, number, valid_from, now))
        return Effect(change, cases, tasks=len(cases))
    cases = _cases(dryrun.would_send(source.key, change.rung, number, valid_from, now))
    messages = 0 if change.stand.by_call else _reached_by_mail(cases)
    return Effect(change, cases, messages=messages, calls=len(cases) - messages)


def _would_note(fact: Fact, rung: int, number: int, valid_from: date, now: datetime) -> list[int]:
    """The cases on which officers would get a task, found by noting the fact in a transaction that is undone."""
    with dryrun.undone():
        rule = {"wait_days": number, "first_day": dryrun.NO_LIMIT, "valid_from": valid_from}
        Policy.objects.filter(kind=fact.key, rung=rung, valid_from__gt=valid_from).delete()
        Policy.objects.create(kind=fact.key, rung=rung, **rule)
        evening = max(clock.end_of(valid_from), now)
        noting.note(fact, ladder.now(evening), hours.current())
        made = Reminder.objects.filter(kind=fact.key, rung=rung, planned_at=evening)
        return list(made.values_list("case_id", flat=True))


def _cases(ids: Collection[int]) -> list[Case]:
    return list(Case.objects.filter(pk__in=ids).select_related("company").order_by("company__sort_key", "id"))


def _reached_by_mail(cases: list[Case]) -> int:
    contacts = enrolment.primary_contacts(cases)
    deaf = enrolment.deaf_addresses(contacts.values())
    return sum(enrolment.channel_for(contacts.get(case.company_id), deaf) == Channel.MAIL for case in cases)


@transaction.atomic
def make(changed: Iterable[Change], *, valid_from: date, first_day: int, by: Actor, at: datetime) -> list[Policy]:
    """Write the rules; each is a line of the journal."""
    return [_made(change, valid_from, first_day, by, at) for change in changed]


def _made(change: Change, valid_from: date, first_day: int, by: Actor, at: datetime) -> Policy:
    rule = Policy.objects.create(
        kind=change.ladder.key,
        rung=change.rung,
        wait_days=change.wanted.number,
        active=change.wanted.active,
        valid_from=valid_from,
        first_day=first_day,
        made_at=at,
        made_by_id=by.user_id,
    )
    journal.record(
        "rule.made",
        rule,
        by=by,
        at=at,
        kind=rule.kind,
        rung=rule.rung,
        wait_days=rule.wait_days,
        active=rule.active,
        valid_from=valid_from.isoformat(),
        first_day=first_day,
    )
    return rule
