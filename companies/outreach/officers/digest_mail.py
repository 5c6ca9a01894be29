"""What the morning's digest says, in its reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from companies.accounts.models import User
from companies.cases.models import Task
from companies.common import links, words
from companies.mail import wording
from companies.reference.models import Site

SLOT: Final = wording.Slot(
    "officer.digest",
    frozenset({"name", "day", "tasks", "counts", "link"}),
    label=gettext_lazy("The day of the programme's people"),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Tasks that press today, and of those: late ones, and some kinds by themselves."""

    due: int
    late: int
    help: int
    calls: int
    replies: int
    clocks: int


def write(user: User, tally: Tally, first: Iterable[Task], today: date, site: Site) -> wording.Content:
    """Counts, a button to the desk, and the first tasks, each with its door."""
    with override(user.language):
        values = {
            "name": user.name,
            "day": words.full_day(today, user.language),
            "tasks": ngettext("%(n)s task", "%(n)s tasks", tally.due) % {"n": tally.due},
            "counts": counts_of(tally),
            "link": links.absolute("desk:day"),
        }
        around = wording.Envelope(
            site_name=site.name_in(user.language),
            signature=(),
            why=_("This list comes on working mornings on which there is something to do. Administrators can end it."),
            others=tuple((_line(task, user.language, today), _door(task)) for task in first),
            others_title=_("What presses most:"),
        )
        return wording.compose(SLOT, user.language, values, around)


def counts_of(tally: Tally) -> str:
    """ "2 late · 1 call for help", in the language in force; "" where none of these is among them."""
    counted = (
        (tally.late, ngettext("%(n)s late", "%(n)s late", tally.late)),
        (tally.help, ngettext("%(n)s request for help", "%(n)s requests for help", tally.help)),
        (tally.calls, ngettext("%(n)s call to make", "%(n)s calls to make", tally.calls)),
        (tally.replies, ngettext("%(n)s message to read", "%(n)s messages to read", tally.replies)),
        (tally.clocks, ngettext("%(n)s legal time running out", "%(n)s legal times running out", tally.clocks)),
    )
    return " · ".join(text % {"n": number} for number, text in counted if number)


def _line(task: Task, language: str, today: date) -> str:
    company = f"\u2068{task.case.company.name_in(language)}\u2069"  # names keep their own direction
    said = {"company": company, "task": str(task), "day": words.day(task.due_on, language)}
    if task.due_on < today and task.snoozed_until != today:
        return _("%(company)s: %(task)s (planned for %(day)s)") % said
    if task.due_on > today:
        return _("%(company)s: %(task)s, by %(day)s") % said
    return _("%(company)s: %(task)s") % said


def _door(task: Task) -> str:
    return f"{links.absolute('desk:case', reference=task.case.reference)}?task={task.pk}"
