"""Messages of a case in its history, in words: how far each came, and reminders that did not leave, out of the way."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from companies.cases.models import Case
from companies.common import clock, words
from companies.common.components import Delivery, Event, Link, Shape
from companies.desk import phrases
from companies.desk.effect import rung_words
from companies.desk.timeline import Happening
from companies.mail import queries as mail
from companies.mail.queries import MessageState
from companies.outreach.enums import End
from companies.outreach.kinds import KINDS

DELIVERIES: Final[dict[str, Shape]] = {
    "queued": "half",
    "leased": "half",
    "sent": "dot",
    "uncertain": "diamond",
    "withdrawn": "bar",
    "dead": "alert",
}
WITHDRAWN: Final[dict[str, Promise]] = {
    mail.TOO_LATE: gettext_lazy("Its time had passed before it could leave."),
    "no longer needed": gettext_lazy("It was no longer needed: the file had moved on."),
    "address": gettext_lazy("The address takes no mail."),
}


def written(row: Happening, case: Case) -> Event:
    state = MessageState(row.one)
    correct = Link(_("Correct"), reverse("desk:case", args=[case.reference]) + "#people")
    return Event(
        day=day_of(row.when),
        time=words.clock_time(row.when),
        title=_title(row),
        icon="mail",
        text=_why(state, row.three),
        deliveries=[
            Delivery(DELIVERIES[state], _how_far(state, row), row.whom, correct if state == MessageState.DEAD else None)
        ],
        links=[] if row.who else [Link(_("See the text"), reverse("desk:case_message", args=[case.reference, row.pk]))],
    )


def _title(row: Happening) -> str:
    if row.who:
        return _("Reminder, in one message with another file’s: %(line)s") % {"line": _line(*row.who.split("."))}
    of_ladder = any(step.slot == row.two for kind in KINDS.values() for step in kind.steps)
    title = _("Reminder: “%(subject)s”") if of_ladder else _("Message: “%(subject)s”")
    return title % {"subject": phrases.isolated(row.words)}


def _line(kind: str, rung: str) -> str:
    known = kind in KINDS
    return phrases.listed([KINDS[kind].label, rung_words(kind, int(rung), False)] if known else [kind, rung])


def _how_far(state: MessageState, row: Happening) -> str:
    if state != MessageState.SENT or row.then is None:
        return str(state.label)
    if clock.local_day(row.then) == clock.local_day(row.when):
        return _("Accepted at %(time)s") % {"time": words.clock_time(row.then)}
    return _("Accepted on %(day)s") % {"day": day_of(row.then)}


def _why(state: MessageState, said: str) -> str:
    """Of what has not simply arrived or is on its way; the mail server's own words are nobody's language."""
    if state == MessageState.WITHDRAWN:
        return str(WITHDRAWN.get(said, ""))
    if state == MessageState.UNCERTAIN:
        return _("The line broke after the message was handed over: nobody knows whether it arrived.")
    if state == MessageState.DEAD and said:
        return _("The mail server said: %(words)s") % {"words": phrases.isolated(said)}
    return _("The mail server has not taken it yet; it is tried again.") if said else ""


def withheld(rows: Sequence[Happening]) -> Event:
    """Lines that were held back or cancelled one after the other, as one entry that can be unfolded."""
    count = len(rows)
    title = ngettext("%(n)s reminder did not leave", "%(n)s reminders did not leave", count) % {"n": count}
    return Event(
        day=day_of(rows[0].when),
        title=title,
        kind="technical",
        folded=[_withheld(row) for row in rows],
    )


def _withheld(row: Happening) -> str:
    line = phrases.listed([day_of(row.when), _line(row.one, row.two)])
    return _("%(line)s: %(reason)s") % {"line": line, "reason": End(row.three).label}


def short_day(day: date) -> str:
    """The year is written only when it is not this one."""
    return words.day(day) if day.year == clock.today().year else words.day_year(day)


def day_of(instant: datetime) -> str:
    return short_day(clock.local_day(instant))
