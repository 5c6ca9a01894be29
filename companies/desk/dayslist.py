"""An officer's day: the tasks that are due, in the order in which they press, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from companies.accounts.models import User
from companies.cases.enums import TaskKind
from companies.cases.models import Interaction, Task
from companies.cases.querysets import TaskQuerySet, presses
from companies.common import clock
from companies.common.components import Act, Line, Link
from companies.desk import calls, phrases
from companies.desk.calls import CALLS
from companies.desk.nextstep import day_of
from companies.desk.reasons import reason_words
from companies.desk.rows import place_of
from companies.registry.models import Contact

MOST: Final = 100
"""Lines on one page; nobody does more in a day, and the counts stay true."""
WAITED_FOR: Final = (TaskKind.REPLY, TaskKind.JOIN, TaskKind.CLOCK)
"""Somebody outside has written or asked, and has our answer to come; like what they did on a page of ours."""

LONGEST_NOTE: Final = 140


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the day stands, in tasks."""

    due: int
    late: int
    done: int
    put_off: int


def owned(user: User, owner: int) -> TaskQuerySet:
    """The officer's side of the cases within reach of `user`, as far as it is `owner`'s to do."""
    return Task.objects.visible_to(user).of_officers().filter(owner=owner)


def in_full(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Who asked for help, then the longest waiting; with case, company, number to call and what was last noted."""
    main = Contact.objects.filter(company=OuterRef("case__company"), primary=True)
    happened = Interaction.objects.filter(case=OuterRef("case")).order_by("-at", "-id")
    noted, wrote = happened.exclude(text=""), happened.exclude(sender="")
    return (
        tasks.select_related("case__company", "owner")
        .annotate(
            phone=Subquery(main.values("phone")[:1]),
            language=Subquery(main.values("language")[:1]),
            noted=Subquery(noted.values("text")[:1]),
            written=Subquery(wrote.values("text")[:1]),
        )
        .order_by(Case(When(kind=TaskKind.HELP, then=0), default=1), "due_on", "id")
    )


def tally_of(tasks: QuerySet[Task], today: date) -> Tally:
    """One statement; tasks done long ago are not read."""
    start = clock.start_of(today)
    waiting, asleep = Q(done_at__isnull=True), Q(snoozed_until__gt=today)
    awake = waiting & ~Q(Q(snoozed_until__isnull=False) & asleep)
    counted = tasks.filter(waiting | Q(done_at__gte=start)).aggregate(
        due=Count("pk", filter=awake & presses(today)),
        late=Count("pk", filter=awake & Q(due_on__lt=today) & ~Q(snoozed_until=today)),
        done=Count("pk", filter=Q(done_at__gte=start)),
        put_off=Count("pk", filter=waiting & asleep),
    )
    return Tally(**counted)


def due_by_owner(user: User, owners: Iterable[int], today: date) -> dict[int, int]:
    """How much is due to each of `owners`, as far as `user` reaches."""
    due = Task.objects.visible_to(user).due(on=today).of_officers().filter(owner__in=owners)
    return dict(due.order_by().values_list("owner").annotate(Count("pk")))


def groups_of(tasks: Iterable[Task], today: date, back: str, *, speaker: User) -> list[Group]:
    """Who asked for help, what is late, who waits for us, who has been silent, then the rest: as they press.

    Within a group by day, the earliest first, as `in_full` sorts. `speaker` makes the calls: the officer, or who
    stands in.
    """
    helped, late, waiting = Group(_("Asked for help"), []), Group(_("Late"), []), Group(_("Wait for our answer"), [])
    silent, others = Group(_("Without news"), []), Group(_("Also today"), [])
    for task in tasks:
        group = others
        if task.kind == TaskKind.HELP:
            group = helped
        elif day_of(task) < today:
            group = late
        elif task.kind in WAITED_FOR or task.reason.startswith("answer."):
            group = waiting
        elif task.kind == TaskKind.CALL and task.reason:
            group = silent
        group.lines.append(_line(task, today, back, speaker))
    return [group for group in (helped, late, waiting, silent, others) if group.lines]


def _line(task: Task, today: date, back: str, speaker: User) -> Line:
    case = task.case
    url = reverse("desk:case", args=[case.reference])
    return Line(
        title=case.company.display_name,
        url=url,
        place=place_of(case.company.town, str(case.status_words.officer)),
        act=_to_do(task, today),
        late=_late(task, today),
        reason=_why(task),
        phone=getattr(task, "phone", "") or "",
        say=calls.opening(task, speaker, getattr(task, "language", "") or "fr"),
        main=_main(task, url),
        others=[
            Link(_("Put off"), f"{reverse('desk:task_later', args=[task.pk])}?next={back}"),
            Link(_("Hand over"), f"{reverse('desk:task_hand_over', args=[task.pk])}?next={back}"),
        ],
    )


def _to_do(task: Task, today: date) -> str:
    """What; and by when, where it is shown before its day."""
    if task.kind == TaskKind.HELP:
        return calls.in_words(task, today)
    if task.due_on <= today or task.snoozed_until:
        return str(task)
    return _("%(task)s, by %(day)s") % {"task": task, "day": phrases.near(day_of(task), today)}


def _why(task: Task) -> str:
    """Its reason, with the first words of what was written back; else what was noted last."""
    words = getattr(task, "written", "") if task.kind == TaskKind.REPLY else ""
    if words:
        said = phrases.isolated(Truncator(" ".join(words.split())).chars(LONGEST_NOTE))
        return _("%(reason)s “%(words)s”") % {"reason": reason_words(task), "words": said}
    return reason_words(task) or _noted(task)


def _noted(task: Task) -> str:
    """For a task set down by hand: what was noted last says best why."""
    text = getattr(task, "noted", "") or ""
    return _("Last note: %(text)s") % {"text": Truncator(text).chars(LONGEST_NOTE)} if text else ""


def _main(task: Task, url: str) -> Link | Act:
    if task.kind in CALLS:
        return Link(_("Note the call"), f"{url}?task={task.pk}#note")
    return Link(pgettext("task", "Open"), f"{url}?task={task.pk}")


def _late(task: Task, today: date) -> str:
    passed = (today - day_of(task)).days
    if passed <= 0:
        return ""
    if passed == 1:
        return _("Was due yesterday.")
    return _("Was due on %(day)s.") % {"day": phrases.near(day_of(task), today)}
