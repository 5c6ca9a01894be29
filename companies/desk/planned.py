"""What will happen on a case by itself in the next days, and what is to be done: above the line "Today"."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from companies.accounts.models import User
from companies.cases.models import Case, Task
from companies.common import clock, words
from companies.common.components import Act, Event, Link
from companies.desk import phrases
from companies.desk.nextstep import day_of
from companies.outreach import queries as outreach
from companies.outreach.enums import Rung
from companies.outreach.queries import Coming


def planned_events(
    case: Case, tasks: Iterable[Task], user: User, *, at: datetime, silenced: Collection[int] = ()
) -> list[Event]:
    """Furthest first, as the page reads upwards from today; one statement. `silenced` contacts want no reminders."""
    today = clock.local_day(at)
    coming: list[tuple[date, Event]] = [
        (clock.local_day(each.reminder.due_at), _reminder(each, case, user, silenced))
        for each in outreach.coming(case, at=at)
    ]
    to_do = [(day_of(task), _task(task)) for task in tasks if day_of(task) > today]
    return [event for _day, event in sorted(coming + to_do, key=lambda pair: pair[0], reverse=True)]


def _reminder(coming: Coming, case: Case, user: User, silenced: Collection[int]) -> Event:
    stopped = coming.form != Rung.CALL and coming.reminder.contact_id in silenced
    due = coming.reminder.due_at
    arguments = [case.reference, coming.reminder.pk]
    cancel = Act(_("Cancel this reminder"), reverse("desk:case_reminder_cancel", args=arguments))
    return Event(
        day=words.day(clock.local_day(due)),
        time=words.clock_time(due),
        title=_title(coming, stopped),
        icon="phone" if coming.form == Rung.CALL else "mail",
        text=_goes_to(coming, stopped),
        links=[Link(_("See the text"), reverse("desk:case_reminder", args=arguments))],
        acts=[cancel] if user.grant.works_cases else [],
    )


def _title(coming: Coming, stopped: bool) -> str:
    if stopped:
        return _("Reminder that does not leave: %(kind)s") % {"kind": coming.label}
    named = {
        Rung.MAIL: _("Reminder planned: %(kind)s"),
        Rung.CALL: _("Call planned: %(kind)s"),
        Rung.CLOSING: _("Last reminder planned: %(kind)s"),
    }
    return named[coming.form] % {"kind": coming.label}


def _goes_to(coming: Coming, stopped: bool) -> str:
    contact = coming.reminder.contact
    if contact is None or coming.form == Rung.CALL:
        return _("Drops out if the company answers before.")
    values = {"person": phrases.isolated(str(contact)), "language": contact.get_language_display()}
    if stopped:
        return _("%(person)s wants no more reminders.") % values
    return _("To %(person)s, %(language)s. Does not leave if the company answers before.") % values


def _task(task: Task) -> Event:
    return Event(
        day=words.day(day_of(task)),
        title=_("To do: %(task)s") % {"task": task},
        icon="clock",
        who=task.owner.name if task.owner else "",
    )
