"""What the desk asks about reminders: what is planned and what it will say, why a task is there, how to call."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from companies.accounts.models import User
from companies.cases.enums import TaskKind
from companies.cases.models import Case, Task
from companies.common import links
from companies.enrolment import queries as enrolment
from companies.outreach import emails, hours, reasons
from companies.outreach.enums import Rung
from companies.outreach.kinds import KINDS
from companies.outreach.ledger import poster
from companies.outreach.models import Reminder, Run
from companies.registry.models import Contact

words_of = reasons.in_words
"""The sentence behind a task's reason code, in the language of the page; "" when no reminder made it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder to come. `subject` and `text` are what it would say now; a call has its script as text."""

    reminder: Reminder
    label: Promise
    form: Rung
    contact: Contact | None
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder to come, without its words."""

    reminder: Reminder
    label: Promise
    form: Rung


def _here(case: Case) -> list[str]:
    """What the file has left behind is no plan any more, though the next sweep is still to cross it out."""
    return [kind.key for kind in KINDS.values() if case.status in kind.statuses]


def coming(case: Case, *, at: datetime, hours: int = 72) -> list[Coming]:
    """What would leave within `hours`, soonest first; one statement."""
    rows = (
        Reminder.objects.planned()
        .filter(case=case, kind__in=_here(case), due_at__lte=at + timedelta(hours=hours))
        .select_related("contact")
        .order_by("due_at", "id")
    )
    return [Coming(row, KINDS[row.kind].label, KINDS[row.kind].step(row.rung).form) for row in rows]


def planned(case: Case, *, at: datetime, hours: int = 72, language: str = "fr") -> list[Planned]:
    """What would leave within `hours`, soonest first; calls are worded in `language`, the officer's."""
    rows = (
        Reminder.objects.planned()
        .filter(case=case, kind__in=_here(case), due_at__lte=at + timedelta(hours=hours))
        .select_related("case__company", "case__year", "case__region", "case__officer", "contact__company")
        .order_by("due_at", "id")
    )
    return [_planned(row, at, language) for row in rows]


def _planned(reminder: Reminder, at: datetime, language: str) -> Planned:
    kind = KINDS[reminder.kind]
    step = kind.step(reminder.rung)
    subject, text = _said(reminder, step.form, at, language)
    return Planned(reminder, kind.label, step.form, reminder.contact, subject, text)


def _said(reminder: Reminder, form: Rung, at: datetime, language: str) -> tuple[str, str]:
    if reminder.contact is None:
        return "", ""
    letter = poster.letter_for(reminder, hours.the_site(), at)
    if form == Rung.CALL:
        return "", "\n\n".join(emails.script(letter, language))
    door = links.absolute("web:home")
    content = emails.write(letter, letter.head(), emails.Ways(door, door, door))
    return content.subject, content.text


def may_read(user: User, message: UUID, purpose: str) -> bool:
    """Whether every file that a message speaks of is within reach of `user`.

    A reminder that could not be sent gave its lines back to the ledger: nothing tells any more whom it spoke of.
    """
    lines = Reminder.objects.filter(message=message)
    if user.grant.everywhere:
        return True
    if lines.exists():
        return not lines.exclude(pk__in=lines.visible_to(user)).exists()
    return purpose not in {step.slot for kind in KINDS.values() for step in kind.steps}


def script_of(task: Task, *, language: str, at: datetime) -> list[str]:
    """What to say on the telephone for a call a reminder asked for, by paragraph; [] for any other task."""
    kind = KINDS.get(reasons.kind_of(task.reason))
    step = next((each for each in kind.steps if each.form == Rung.CALL), None) if kind else None
    contact = Contact.objects.filter(company=task.case.company_id, primary=True).select_related("company").first()
    if task.kind != TaskKind.CALL or not kind or not step or not contact:
        return []
    progress = enrolment.progress([task.case_id])[task.case_id]
    return emails.script(emails.Letter(kind, step, task.case, contact, hours.the_site(), progress, at), language)


def last_run() -> datetime | None:
    """When reminders were last looked after; silence here is a failure."""
    return Run.objects.order_by("-id").values_list("at", flat=True).first()
