"""What the page of one case shows, put together: twelve statements at most, whatever its length."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from companies.accounts.models import User
from companies.cases.enums import Channel, Status, TaskKind
from companies.cases.models import Case, Task
from companies.common import clock, words
from companies.common.components import Act, Fact, Link, Tab
from companies.desk.clockbox import clock_of
from companies.desk.events import events
from companies.desk.forms.moves import may_ask, offered
from companies.desk.nextstep import day_of, next_step_of
from companies.desk.people import Person, people_of
from companies.desk.planned import planned_events
from companies.desk.sheet import follower, pages_done, sheet_of
from companies.desk.timeline import story
from companies.enrolment import actions as enrolment
from companies.enrolment import assisted
from companies.enrolment.models import Application
from companies.enrolment.queries import Progress, request_of
from companies.outreach import queries as outreach

TASKS_SHOWN: Final = 6


def case_page(case: Case, user: User, query: QueryDict, *, at: datetime) -> dict[str, Any]:
    """From a case read by `sheet.sheet_rows`; `query` chooses the part of the timeline, and the task being done."""
    today = clock.local_day(at)
    sheet = sheet_of(case, on=today)
    tasks = list(case.tasks.open().of_officers().select_related("owner").order_by("due_on", "id"))
    people = people_of(case)
    asked = request_of(case) if case.status == Status.INFORMATION_REQUESTED else None
    due_on = asked.due_on if asked else None
    step = next_step_of(case, tasks, today, sheet.awaited, due_on)
    return {
        "case": case,
        "sheet": sheet,
        "follower": follower(case, user, sheet.deputy),
        "pages_done": pages_done(sheet.progress),
        "moves_on": bool(offered(case)),
        "may_ask": may_ask(case, user),
        "asked": asked if due_on else None,
        "asked_over": due_on is not None and due_on < today,
        "fills_in": user.grant.assists and assisted.may_be_filled_in(case, on=today, application=_application(case)),
        "form_facts": _form_facts(case, sheet.progress),
        "may_extend": user.grant.works_cases and enrolment.may_be_extended(case),
        "people": people,
        "call_to": next((person.contact.phone for person in people if person.contact.phone), ""),
        "tasks": [(task, day_of(task)) for task in _pressing(tasks, query)],
        "tasks_count": len(tasks),
        "today": today,
        "legal_clock": clock_of(case, today, due_on),
        "next_step": step,
        "done_act": Act(_("Done"), reverse("desk:task_done", args=[step.task.pk])) if step.task else None,
        "task_act": _task_act(case, step.task),
        "invite_again": _invite_again(case),
        "script": _script(tasks, query.get("task", ""), user, at),
        **_story(case, tasks, people, user, query, at=at),
    }


def _form_facts(case: Case, progress: Progress | None) -> list[Fact]:
    """Of an application that was begun: how far it is, or when it was sent."""
    application = _application(case)
    if application is None:
        return []
    sent_at, saved_at = application.response.submitted_at, application.response.saved_at
    if sent_at:
        return [Fact(pgettext("the application", "Sent"), words.moment(sent_at))]
    found = [Fact(pgettext("the application", "Filled in"), pages_done(progress))] if progress else []
    found += [Fact(pgettext("the application", "Last saved"), words.moment(saved_at))] if saved_at else []
    return [*found, Fact(_("To be sent by"), words.full_day(application.closes_on))]


def _application(case: Case) -> Application | None:
    return getattr(case, "application", None)


def _pressing(tasks: Sequence[Task], query: QueryDict) -> Sequence[Task]:
    """The first few by their day; all of them when asked for."""
    return tasks if query.get("tasks") == "all" else sorted(tasks, key=day_of)[:TASKS_SHOWN]


def _task_act(case: Case, task: Task | None) -> Link | None:
    """The page on which a task is done, where it has one."""
    if task is None:
        return None
    if task.kind == TaskKind.JOIN:
        return Link(_("Decide"), reverse("desk:case_join", args=[case.reference]))
    if task.kind == TaskKind.REVIEW:
        return Link(_("Read the application"), reverse("desk:case_application", args=[case.reference]))
    return None


def _invite_again(case: Case) -> Act | None:
    """For a company that was invited and has not begun: the right person is known now, or the letter was lost."""
    if case.status not in (Status.INVITED, Status.REACHED):
        return None
    label = _("Print the letter again") if case.channel == Channel.LETTER else _("Invite again")
    return Act(label, reverse("desk:case_letter", args=[case.reference]))


def _script(tasks: Sequence[Task], chosen: str, user: User, at: datetime) -> list[str]:
    """What to say on the telephone, once an officer takes up a call a reminder asked for."""
    task = next((task for task in tasks if str(task.pk) == chosen), None)
    return outreach.script_of(task, language=user.language, at=at) if task else []


def _story(
    case: Case, tasks: Sequence[Task], people: Sequence[Person], user: User, query: QueryDict, *, at: datetime
) -> dict[str, Any]:
    shown, before = query.get("show", ""), query.get("before", "")
    page = story(case, shown=shown, before=before)
    soon = sorted(tasks, key=day_of)[:TASKS_SHOWN]
    silenced = {person.contact.pk for person in people if person.silenced}
    return {
        "shown": shown,
        "filters": _filters(shown),
        "planned": [] if before or shown else planned_events(case, soon, user, at=at, silenced=silenced),
        "today_line": _("Today, %(date)s") % {"date": words.full_day(clock.local_day(at))},
        "past": events(page.happenings, case),
        "older": page.before,
    }


def _filters(shown: str) -> list[Tab]:
    names = {"": _("All"), "messages": _("Messages"), "talks": _("Calls and notes"), "moves": _("Stages")}
    return [Tab(name, f"?show={key}#story" if key else "?#story", current=key == shown) for key, name in names.items()]
