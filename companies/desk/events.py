"""What happened on a case, in the words of the page: one `Event` of the timeline for each row of the story."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.cases.enums import ClosedAs, InteractionKind, Outcome, Status
from companies.cases.lifecycle import CLOSED_WORDS, COMPANY_ACTS, STATUS_WORDS
from companies.cases.models import Case
from companies.common import clock, words
from companies.common.components import Delivery, Event, Link, Shape
from companies.desk import phrases
from companies.desk.timeline import ACT, MOVE, OBSTACLE, SENT, TALK, WROTE, Happening
from companies.dialogue.enums import ObstacleCode, Source
from companies.mail.queries import MessageState
from companies.outreach.kinds import KINDS

DELIVERIES: Final[dict[str, Shape]] = {
    "queued": "half",
    "leased": "half",
    "sent": "dot",
    "uncertain": "diamond",
    "withdrawn": "bar",
    "dead": "alert",
}
TALK_ICONS: Final = {"call": "phone", "mail": "reply", "note": "edit"}
ACTS: Final = {Status.DRAFT: gettext_lazy("Application started"), Status.SUBMITTED: gettext_lazy("Application sent")}
BY_THE_COMPANY: Final = frozenset({ClosedAs.DECLINED.value, ClosedAs.WITHDRAWN.value})


def event(happening: Happening, case: Case) -> Event:
    return _DRAWN[happening.kind](happening, case)


def _moved(row: Happening, case: Case) -> Event:
    acted = not row.who and (row.two in COMPANY_ACTS or row.three in BY_THE_COMPANY)
    fact = _("Left on %(day)s.") % {"day": words.day_year(row.day)} if row.day else ""
    return Event(
        day=_day(row.when),
        time=words.clock_time(row.when),
        title=_step(row),
        kind="company" if acted else "ours",
        icon="tick" if row.two == Status.SUBMITTED else "forward",
        who=_who(row),
        text=" ".join(part for part in (fact, row.words) if part),
        links=_application(case) if row.two == Status.SUBMITTED else (),
    )


def _step(row: Happening) -> str:
    if not row.one:
        return _("File opened")
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
        day=_short(happened) if happened else _day(row.when),
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
        day=_short(happened) if happened else _day(row.when),
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
        day=_day(row.when),
        time=words.clock_time(row.when),
        title=_("Obstacle: %(obstacle)s") % {"obstacle": ObstacleCode(row.one).label},
        kind="company" if said else "ours",
        icon="info",
        who=row.who,
        quote=row.words if said else "",
        text="" if said else row.words,
    )


def _acted(row: Happening, case: Case) -> Event:
    """A reminder held back, or a letter printed."""
    cancelled = row.one == "reminder.cancelled"
    kind = KINDS[row.two].label if row.two in KINDS else ""
    return Event(
        day=_day(row.when),
        time=words.clock_time(row.when),
        title=_("Reminder cancelled: %(kind)s") % {"kind": kind} if cancelled else _("Letter printed"),
        kind="ours",
        icon="cross" if cancelled else "print",
        who=row.who,
    )


def _written(row: Happening, case: Case) -> Event:
    state = MessageState(row.one)
    correct = Link(_("Correct"), reverse("desk:case", args=[case.reference]) + "#people")
    return Event(
        day=_day(row.when),
        time=words.clock_time(row.when),
        title=_("Message: “%(subject)s”") % {"subject": phrases.isolated(row.words)},
        icon="mail",
        deliveries=[
            Delivery(DELIVERIES[state], str(state.label), row.whom, correct if state == MessageState.DEAD else None)
        ],
        links=[Link(_("See the text"), reverse("desk:case_message", args=[case.reference, row.pk]))],
    )


_DRAWN: Final[dict[str, Callable[[Happening, Case], Event]]] = {
    MOVE: _moved,
    TALK: _talked,
    WROTE: _wrote,
    OBSTACLE: _held_back,
    ACT: _acted,
    SENT: _written,
}


def _day(instant: datetime) -> str:
    return _short(clock.local_day(instant))


def _short(day: date) -> str:
    """The year is written only when it is not this one."""
    return words.day(day) if day.year == clock.today().year else words.day_year(day)
