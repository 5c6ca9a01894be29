"""What happened on a case, in the words of the page: one `Event` of the timeline for each row of the story."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.cases.enums import ClosedAs, InteractionKind, Outcome, Status
from companies.cases.lifecycle import CLOSED_WORDS, COMPANY_ACTS, STATUS_WORDS
from companies.cases.models import Case
from companies.common import clock, words
from companies.common.components import Event, Link
from companies.desk import phrases
from companies.desk.mailed import day_of, short_day, withheld, written
from companies.desk.timeline import (
    ACT,
    ANSWER,
    DECIDED,
    MOVE,
    OBSTACLE,
    SENT,
    TAKEN,
    TALK,
    WISH,
    WITHHELD,
    WROTE,
    Happening,
)
from companies.dialogue.enums import ObstacleCode, Source
from companies.enrolment.enums import Checked, Through, Verdict
from companies.outreach.answers import helping
from companies.outreach.kinds import KINDS

TALK_ICONS: Final = {"call": "phone", "mail": "reply", "note": "edit"}
ACTS: Final = {Status.DRAFT: gettext_lazy("Application started"), Status.SUBMITTED: gettext_lazy("Application sent")}
DECISIONS: Final = {
    Verdict.ALLOWED: gettext_lazy("May open the file: %(person)s"),
    Verdict.REFUSED: gettext_lazy("May not open the file: %(person)s"),
    Verdict.LAPSED: gettext_lazy("Asked to open the file, nobody answered in time: %(person)s"),
}
COMPLETED: Final = "completed"
"""In place of an ending: the company sent what it was asked for."""
BY_THE_COMPANY: Final = frozenset({ClosedAs.DECLINED.value, ClosedAs.WITHDRAWN.value})


def events(happenings: Iterable[Happening], case: Case) -> list[Event]:
    """In their order; what was held back in a row is one entry."""
    drawn: list[Event] = []
    for is_withheld, found in groupby(happenings, key=lambda row: row.kind == WITHHELD):
        rows = list(found)
        drawn += [withheld(rows)] if is_withheld else [_DRAWN[row.kind](row, case) for row in rows]
    return drawn


def _moved(row: Happening, case: Case) -> Event:
    acted = row.three == COMPLETED or (not row.who and (row.two in COMPANY_ACTS or row.three in BY_THE_COMPANY))
    sent = row.two == Status.SUBMITTED or row.three == COMPLETED
    fact = _("Left on %(day)s.") % {"day": words.day_year(row.day)} if row.day else ""
    return Event(
        day=day_of(row.when),
        time=words.clock_time(row.when),
        title=_step(row),
        kind="company" if acted else "ours",
        icon="tick" if sent else "forward",
        who=_who(row),
        text=" ".join(part for part in (fact, row.words) if part),
        links=_application(case) if sent else (),
    )


def _step(row: Happening) -> str:
    if not row.one:
        return _("File opened")
    if row.three == COMPLETED:
        return _("Completion sent")
    if row.two in ACTS:
        return str(ACTS[Status(row.two)])
    before = STATUS_WORDS[Status(row.one)].officer
    after = CLOSED_WORDS[ClosedAs(row.three)].officer if row.three else STATUS_WORDS[Status(row.two)].officer
    if row.one == Status.CLOSED:
        return _("Opened again: %(status)s") % {"status": after}
    if row.three:
        return _("File closed: %(ending)s") % {"ending": after}
    return _("%(before)s → %(after)s") % {"before": before, "after": after}


def _who(row: Happening) -> str:
    if row.who and row.whom:
        return _("%(name)s, for %(contact)s") % {"name": row.who, "contact": row.whom}
    return row.who


def _application(case: Case) -> list[Link]:
    return [Link(_("Read the application"), reverse("desk:case_application", args=[case.reference]))]


def _talked(row: Happening, case: Case) -> Event:
    kind = InteractionKind(row.one)
    outcome = Outcome(row.two).label if row.two else ""
    happened = row.day if row.day and row.day != clock.local_day(row.when) else None
    return Event(
        day=short_day(happened) if happened else day_of(row.when),
        time="" if happened else words.clock_time(row.when),
        title=_("%(kind)s: %(outcome)s") % {"kind": kind.label, "outcome": outcome} if outcome else str(kind.label),
        kind="ours",
        icon=TALK_ICONS.get(kind, "people"),
        who=row.who,
        text=row.words,
    )


def _wrote(row: Happening, case: Case) -> Event:
    """A mail from the company: one that came in by itself, or that an officer noted down."""
    happened = row.day if row.day and row.day != clock.local_day(row.when) else None
    return Event(
        day=short_day(happened) if happened else day_of(row.when),
        time="" if happened else words.clock_time(row.when),
        title=str(InteractionKind.MAIL.label),
        kind="company",
        icon=TALK_ICONS[InteractionKind.MAIL],
        who=" · ".join(part for part in (row.whom, row.one) if part) or row.who,
        quote=row.words,
        text=" ".join(_about_mail(row)),
    )


def _about_mail(row: Happening) -> list[str]:
    """What must not be taken for granted of a mail from outside: who wrote it, and what hangs on it."""
    notes = []
    if row.one and not row.whom:
        notes.append(_("This address is not among the company’s contacts."))
    if row.two:
        names = phrases.listed(phrases.isolated(name) for name in row.two.split("\n"))
        notes.append(_("Attached, not opened: %(names)s.") % {"names": names})
    return notes


def _held_back(row: Happening, case: Case) -> Event:
    said = row.two in (Source.ANSWER, Source.FORM)
    return Event(
        day=day_of(row.when),
        time=words.clock_time(row.when),
        title=_("Obstacle: %(obstacle)s") % {"obstacle": ObstacleCode(row.one).label},
        kind="company" if said else "ours",
        icon="info",
        who=row.who,
        quote=row.words if said else "",
        text="" if said else row.words,
    )


def _answered(row: Happening, case: Case) -> Event:
    """A press below a reminder: what was answered, or that it was taken back."""
    said = _said(row)
    return Event(
        day=day_of(row.when),
        time=words.clock_time(row.when),
        title=said if row.kind == ANSWER else _("Took back: %(answer)s") % {"answer": said},
        kind="company",
        icon="reply" if row.kind == ANSWER else "cross",
        who=row.who or row.whom,
        quote=row.words,
    )


def _said(row: Happening) -> str:
    language = words.language_or_page(None)
    if row.one == "help" and row.day:
        when = {"day": helping.call_day(row.day, language), "moment": helping.call_moment(row.two, language)}
        return _("Asked to be called %(day)s, %(moment)s") % when
    if row.one == "later" and row.day:
        return _("Asked to be written to again on %(day)s") % {"day": words.full_day(row.day)}
    return _("Answered: not for us") if row.one == "declined" else _("Answered: it is done")


def _acted(row: Happening, case: Case) -> Event:
    """A reminder held back, or a letter printed."""
    cancelled = row.one == "reminder.cancelled"
    kind = KINDS[row.two].label if row.two in KINDS else ""
    return Event(
        day=day_of(row.when),
        time=words.clock_time(row.when),
        title=_("Reminder cancelled: %(kind)s") % {"kind": kind} if cancelled else _("Letter printed"),
        kind="ours",
        icon="cross" if cancelled else "print",
        who=row.who,
    )


def _decided(row: Happening, case: Case) -> Event:
    """The answer to somebody who asked to open the file, and what it rests on; the note is for staff."""
    through = Through(row.two) if row.two else None
    known = [Checked(row.three).label] if row.three else [through.label] if through and not row.who else []
    return Event(
        day=day_of(row.when),
        time=words.clock_time(row.when),
        title=DECISIONS[Verdict(row.one)] % {"person": phrases.isolated(row.whom)},
        kind="ours" if row.who else "company" if through == Through.CONTACT else "technical",
        icon="tick" if row.one == Verdict.ALLOWED else "cross",
        who=row.who,
        text=" · ".join(str(part) for part in (*known, row.words) if part),
    )


def _wished(row: Happening, case: Case) -> Event:
    stopped = row.one == "reminders.stopped"
    return Event(
        day=day_of(row.when),
        time=words.clock_time(row.when),
        title=_("Asked for no more reminders") if stopped else _("Asked for reminders again"),
        kind="company",
        icon="cross" if stopped else "reply",
        who=row.whom,
    )


_DRAWN: Final[dict[str, Callable[[Happening, Case], Event]]] = {
    MOVE: _moved,
    TALK: _talked,
    WROTE: _wrote,
    OBSTACLE: _held_back,
    ACT: _acted,
    ANSWER: _answered,
    TAKEN: _answered,
    SENT: written,
    DECIDED: _decided,
    WISH: _wished,
}
