"""What reminders there are, for everybody to read: drawn from the kinds and rules in force, so it cannot be wrong."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.cases.models import ProgrammeYear
from companies.common import clock, words
from companies.enrolment.queries import progress_of
from companies.mail import wording
from companies.outreach import hours
from companies.outreach.enums import Rung as Form
from companies.outreach.kinds import KINDS, Kind
from companies.outreach.models import Policy
from companies.outreach.officers.facts import FACTS
from companies.outreach.policy.rungs import LADDERS, Ladder, Stand

INVITATION: Final = "invitation"


@dataclass(frozen=True, slots=True)
class Rung:
    """One thing that is sent or done: when, what, and the subject of its message ("" for a call)."""

    when: str
    what: "str | Promise"
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Announced:
    """One kind of reminder. Without rungs it is switched off, unless it needs no rule at all (`always`)."""

    key: str
    label: Promise
    starts: Promise
    stops: Promise
    rungs: tuple[Rung, ...]
    essential: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True)
class Courtesy:
    """The limits that hold for all of them, in words. `pause` is the one of Friday, () where there is none."""

    apart: str
    days: str
    hours: tuple[str, str]
    pause: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Announcement:
    """Reminders to companies, facts told to officers, messages that answer what somebody did, and the limits."""

    companies: tuple[Announced, ...]
    officers: tuple[Announced, ...]
    essential: tuple["str | Promise", ...]
    courtesy: Courtesy


def announcement(on: date) -> Announcement:
    """In the language of the page; a fixed number of statements."""
    rules = _rules(on)
    subjects = wording.subjects(get_language() or "fr", _values())
    return Announcement(
        companies=tuple(_kind(kind, rules, subjects) for kind in _by_need(KINDS.values())),
        officers=tuple(_fact(key, rules) for key in FACTS),
        essential=tuple(_always()),
        courtesy=_courtesy(on),
    )


def _by_need(kinds: Iterable[Kind]) -> list[Kind]:
    """As a company meets them: from the invitation on."""
    return sorted(kinds, key=lambda kind: -kind.urgency)


def _rules(on: date) -> dict[tuple[str, int], Policy]:
    rows = Policy.objects.filter(valid_from__lte=on).order_by("kind", "rung", "-valid_from", "-id")
    return {(rule.kind, rule.rung): rule for rule in rows.distinct("kind", "rung") if rule.active}


def _values() -> Mapping[str, str]:
    """What a subject would say today, as far as it is the same for everybody."""
    left, year = progress_of([]), ProgrammeYear.objects.current()
    closing = {"closing_day": words.day(year.closes_on), "year": year.code} if year else {}
    return closing | {"pages_left": words.pages(left.pages_left), "minutes_left": words.minutes(left.minutes_left)}


def _kind(kind: Kind, rules: Mapping[tuple[str, int], Policy], subjects: Mapping[str, str]) -> Announced:
    ladder = LADDERS[kind.key]
    rungs = tuple(
        _rung(stand, rules[kind.key, stand.rung], subjects.get(stand.slot, ""))
        for stand in ladder.stands
        if (kind.key, stand.rung) in rules
    )
    return Announced(kind.key, kind.label, kind.starts, kind.stops, rungs, kind.essential)


def _rung(stand: Stand, rule: Policy, subject: str) -> Rung:
    """A message says by its subject what it is, the last one too."""
    return Rung(_when(stand, rule.wait_days), Form.MAIL.label if subject else stand.what, subject)


def _when(stand: Stand, days: int) -> str:
    said = _("%(days)s before the deadline") if stand.before else _("after %(days)s")
    return said % {"days": words.days(days)}


def _fact(key: str, rules: Mapping[tuple[str, int], Policy]) -> Announced:
    fact, ladder = FACTS[key], LADDERS.get(key)
    rungs = tuple(_marks(ladder, rules, fact.when)) if ladder else ()
    return Announced(key, fact.label, fact.starts, fact.stops, rungs, always=ladder is None)


def _marks(ladder: Ladder, rules: Mapping[tuple[str, int], Policy], when: Callable[[int], str]) -> Iterable[Rung]:
    for stand in ladder.stands:
        if (ladder.key, stand.rung) in rules:
            yield Rung(when(rules[ladder.key, stand.rung].wait_days), stand.what)


def _always() -> Iterable["str | Promise"]:
    """What comes to a company because it asked for it, or is owed it: every declared message that is no reminder."""
    reminders = {stand.slot for ladder in LADDERS.values() for stand in ladder.stands if stand.slot}
    for slot in wording.SLOTS.values():
        is_reminder = any(slot.key == each or slot.key.startswith(f"{each}.") for each in reminders)
        if "company" in slot.allowed and not (is_reminder or slot.spoken or slot.key == INVITATION):
            yield slot.label


def _courtesy(on: date) -> Courtesy:
    site = hours.the_site()
    kept = hours.of(site)
    days, rest = divmod(site.courtesy_hours, 24)
    apart = _("%(n)s hours") % {"n": site.courtesy_hours} if rest or not days else words.days(days)
    pause = (kept.friday_from, kept.friday_until) if kept.friday_from < kept.friday_until else ()
    opened = (_hour(on, kept.opens), _hour(on, kept.closes))
    return Courtesy(apart, _weekdays(sorted(kept.days_of_mail)), opened, tuple(_hour(on, each) for each in pause))


def _hour(on: date, at: time) -> str:
    return words.clock_time(clock.instant(on, at))


def _weekdays(numbers: list[int]) -> str:
    """In one breath: "Monday to Friday", or each by its name."""
    names = [words.WEEKDAYS[get_language() or "fr"][number - 1] for number in numbers]
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ("، " if get_language() == "ar" else ", ").join(names)
