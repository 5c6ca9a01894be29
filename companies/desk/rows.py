"""One case as a line of the list shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import DateField, DateTimeField, F, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from companies.cases.enums import Channel, Sign, Status, TaskKind
from companies.cases.models import Task
from companies.common import clock, words
from companies.common.directions import isolated
from companies.desk import phrases
from companies.desk.sheet import pages_done
from companies.enrolment.queries import Progress, progress_of
from companies.outreach.models import Reminder
from companies.questionnaires import published
from companies.reference import towns

FIELDS: Final = (
    "reference",
    "stage",
    "status",
    "closed_as",
    "status_since",
    "last_sign",
    "last_sign_at",
    "channel",
    "company__name",
    "company__name_ar",
    "company__town",
    "company__sector",
    "officer__name",
    "application__response__pages_done",
    "application__response__form_id",
)


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to be done on a case: a task of ours, or a reminder that will leave by itself."""

    act: str
    day: date


@dataclass(frozen=True, slots=True)
class CaseRow:
    """`late` is the part drawn in red; `detail` follows the status ("3 pages of 8")."""

    url: str
    reference: str
    name: str
    place: str
    stage: str
    status: str
    closed_as: str
    detail: str
    sign: str
    sign_note: str
    act: str
    act_day: str
    late: str
    officer: str


def case_rows(rows: list[dict[str, Any]], sectors: Mapping[str, str], *, at: datetime) -> list[CaseRow]:
    """The lines of one page; one statement more, for what comes next on each."""
    steps = next_steps([row["pk"] for row in rows])
    today = clock.local_day(at)
    return [_case_row(row, sectors, steps.get(row["pk"]), today) for row in rows]


def next_steps(case_ids: list[int]) -> dict[int, Step]:
    """The earliest open task of each case, or the reminder planned before it; one statement."""
    tasks = Task.objects.open().of_officers().filter(case__in=case_ids).order_by()
    reminders = Reminder.objects.planned().filter(case__in=case_ids).order_by()
    found = tasks.values_list("case_id", "kind", "title", F("due_on"), Cast(Value(None), DateTimeField())).union(
        reminders.values_list(
            "case_id", Value(""), Value(""), Cast(Value(None), DateField()), Cast("due_at", DateTimeField())
        ),
        all=True,
    )
    steps: dict[int, Step] = {}
    for case, kind, title, due_on, due_at in found:
        step = Step(_act(kind, title), due_on or clock.local_day(due_at))
        if case not in steps or step.day < steps[case].day:
            steps[case] = step
    return steps


def _act(kind: str, title: str) -> str:
    return title or (str(TaskKind(kind).label) if kind else _("Reminder planned"))


def _case_row(row: dict[str, Any], sectors: Mapping[str, str], step: Step | None, today: date) -> CaseRow:
    sign, note = _sign(row, today)
    return CaseRow(
        url=reverse("desk:case", args=[row["reference"]]),
        reference=row["reference"],
        name=name_on_page(row["company__name"], row["company__name_ar"]),
        place=place_of(row["company__town"], sectors.get(str(row["company__sector"]), "")),
        stage=row["stage"],
        status=row["status"],
        closed_as=row["closed_as"],
        detail=_detail(row),
        sign=sign,
        sign_note=note,
        act=step.act if step else "",
        act_day=phrases.due(step.day, today) if step else "",
        late=phrases.late(step.day, today) if step else "",
        officer=row["officer__name"] or "",
    )


def _detail(row: dict[str, Any]) -> str:
    """How far a draft is, by the version of the form it was begun with."""
    if row["status"] != Status.DRAFT:
        return ""
    return pages_done(_progress(row["application__response__pages_done"], row["application__response__form_id"]))


def _progress(done: list[str] | None, form: int | None) -> Progress:
    return progress_of(done or [], published.of_version(form)) if form else progress_of([])


def _sign(row: dict[str, Any], today: date) -> tuple[str, str]:
    """When the company last gave a sign of life and by what; else since when it has been asked."""
    if row["last_sign_at"]:
        label = Sign(row["last_sign"]).label if row["last_sign"] else ""
        return phrases.ago(clock.local_day(row["last_sign_at"]), today), str(label)
    never = pgettext("sign of life", "Never")
    if row["status"] != Status.INVITED:
        return never, ""
    asked = _("letter %(ago)s") if row["channel"] == Channel.LETTER else _("invited %(ago)s")
    return never, asked % {"ago": phrases.ago(clock.local_day(row["status_since"]), today)}


def name_on_page(name: str, name_ar: str) -> str:
    """The Arabic name on an Arabic page where there is one."""
    arabic = (get_language() or "").startswith("ar")
    return (name_ar or name) if arabic else (name or name_ar)


def place_of(town: str, *others: str) -> str:
    """The town, by its name in the page's language, and what stands beside it: each in its own direction."""
    language = words.language_or_page(None)
    parts = (towns.named(town, language), *others)
    return " · ".join(isolated(part, language) for part in parts if part)
