"""What the page of effect shows: the rungs of each kind, with the way to the files behind every figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from companies.cases.enums import YearState
from companies.cases.models import ProgrammeYear
from companies.common import clock, words
from companies.common.components import Tab
from companies.desk.rows import name_on_page, place_of
from companies.outreach.enums import Rung
from companies.outreach.kinds import KINDS
from companies.outreach.models import Reminder
from companies.outreach.seen import effect
from companies.outreach.seen.effect import FIGURES, WINDOWS, Figure, Row
from companies.web.listing import Choice, Column, Listing, Order

USUAL_WINDOW: Final = 7
ENOUGH: Final = 20
"""Below so many lines a share would say more than they can."""
BY_MESSAGE, BY_CALL = "message", "call"
COLUMNS: Final = (
    Column("company", pgettext_lazy("heading", "Company")),
    Column("reminder", gettext_lazy("Reminder")),
    Column("day", gettext_lazy("Sent on"), Order("ended_at")),
    Column("deed", gettext_lazy("First thing done after it")),
)
FIELDS: Final = (
    "kind",
    "rung",
    "task_id",
    "case__reference",
    "case__company__name",
    "case__company__name_ar",
    "case__company__town",
)

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `known` is false for a year or region that is not there."""

    year: str
    region: str
    days: int
    known: bool

    def narrowed(self, rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
        if not self.known:
            return rows.none()
        of_year = rows.filter(case__year=int(self.year))
        return of_year.filter(case__region=int(self.region)) if self.region else of_year

    def address(self, **more: object) -> str:
        named = {"year": self.year, "region": self.region, "days": self.days, **more}
        return "?" + urlencode({key: value for key, value in named.items() if value})


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, the list behind it ("" when it is 0), and its share of the lines whose days are over."""

    label: Promise
    number: int
    url: str
    share: str


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Group:
    title: Promise
    lines: list[Line]


def years() -> tuple[Pairs, str]:
    """All programme years, newest first, and which one is shown unless another is asked for."""
    found = list(ProgrammeYear.objects.values_list("pk", "code", "state"))
    now = next((pk for pk, _code, state in found if state == YearState.OPEN), found[0][0] if found else "")
    return [(str(pk), code) for pk, code, _state in found], str(now)


def asked_of(query: QueryDict, years: Pairs, usual: str, regions: Pairs) -> Asked:
    year, region, days = query.get("year") or usual, query.get("region", ""), query.get("days", "")
    known = year in dict(years) and (not region or region in dict(regions))
    return Asked(year, region, int(days) if days in map(str, WINDOWS) else USUAL_WINDOW, known)


def groups_of(rows: Sequence[Row], asked: Asked) -> list[Group]:
    by_kind = groupby(rows, key=lambda row: row.kind)
    return [Group(KINDS[kind].label, [_line(row, asked) for row in found]) for kind, found in by_kind]


def _line(row: Row, asked: Asked) -> Line:
    return Line(rung_words(row.kind, row.rung, row.by_call), [_cell(row, figure, asked) for figure in FIGURES.values()])


def _cell(row: Row, figure: Figure, asked: Asked) -> Cell:
    number, ident = row.figures[figure.key], line_of(row.kind, row.rung, row.by_call)
    url = reverse("desk:effect_files") + asked.address(line=ident, figure=figure.key) if number else ""
    shared = number and figure.of_those_over and row.over >= ENOUGH
    share = words.percent(number, row.over) if shared else ""
    return Cell(figure.label, number, url, share)


def windows(asked: Asked) -> list[Tab]:
    return [Tab(_within(days), asked.address(days=days), current=days == asked.days) for days in WINDOWS]


def _within(days: int) -> str:
    return ngettext("Within %(n)s day", "Within %(n)s days", days) % {"n": days}


# -- a rung in an address, and in words ------------------------------------------------------


def line_of(kind: str, rung: int, by_call: bool) -> str:
    """For instance "invited.1.message"."""
    return f"{kind}.{rung}.{BY_CALL if by_call else BY_MESSAGE}"


def rung_words(kind: str, rung: int, by_call: bool) -> str:
    steps = KINDS[kind].steps
    form = steps[rung - 1].form if rung <= len(steps) else Rung.MAIL
    if form == Rung.CALL:
        return pgettext("task", "Call")
    if form == Rung.CLOSING:
        return _("Call instead of the closing notice") if by_call else _("Closing notice")
    return (_("Call instead of message %(n)s") if by_call else _("Message %(n)s")) % {"n": rung}


def _lines() -> Pairs:
    return [
        (line_of(kind.key, rung, by_call), f"{kind.label}: {rung_words(kind.key, rung, by_call)}")
        for kind in KINDS.values()
        for rung in range(1, len(kind.steps) + 1)
        for by_call in (False, True)
    ]


def _of_line(rows: QuerySet[Any, Any], chosen: list[str]) -> QuerySet[Any, Any]:
    kind, rung, way = chosen[0].split(".")
    return rows.filter(kind=kind, rung=int(rung), task__isnull=way == BY_MESSAGE)


# -- the files behind a figure ---------------------------------------------------------------


def files(years: Pairs, regions: Pairs, days: int, *, at: datetime) -> Listing:
    """The list behind a figure: its address names year, region, rung, figure and days."""

    def counted(rows: QuerySet[Any, Any], chosen: list[str]) -> QuerySet[Any, Any]:
        return effect.behind(rows, FIGURES[chosen[0]], days, at=at)

    def as_asked(rows: QuerySet[Any, Any], chosen: list[str]) -> QuerySet[Any, Any]:
        return rows

    spans = [(str(each), _within(each)) for each in WINDOWS]
    return Listing(
        columns=COLUMNS,
        filters=(
            Choice("year", gettext_lazy("Programme year"), years, "case__year", several=False),
            Choice("region", pgettext_lazy("heading", "Region"), regions, "case__region", several=False),
            Choice("line", gettext_lazy("Reminder"), _lines, narrow=_of_line, several=False),
            Choice("days", gettext_lazy("Time looked at"), spans, narrow=as_asked, several=False),
            Choice("figure", gettext_lazy("Figure"), _named, narrow=counted, several=False),
        ),
        fields=FIELDS,
        sort="-day",
    )


def _named() -> list[tuple[str, Promise]]:
    return [(figure.key, figure.label) for figure in FIGURES.values()]


@dataclass(frozen=True, slots=True)
class File:
    url: str
    name: str
    place: str
    kind: Promise
    rung: str
    day: str
    deed: Promise | str
    deed_day: str


def files_of(rows: Iterable[dict[str, Any]], *, at: datetime) -> list[File]:
    """The lines of one page; one statement more, for what followed each."""
    shown = list(rows)
    done = effect.done_after([row["pk"] for row in shown], at=at)
    return [_file(row, done[row["pk"]]) for row in shown]


def _file(row: dict[str, Any], done: effect.Done) -> File:
    sent_on = clock.local_day(row["ended_at"])
    deed = FIGURES[done.deed].label if done.deed else ""
    return File(
        url=reverse("desk:case", args=[row["case__reference"]]),
        name=name_on_page(row["case__company__name"], row["case__company__name_ar"]),
        place=place_of(row["case__company__town"], row["case__reference"]),
        kind=KINDS[row["kind"]].label,
        rung=rung_words(row["kind"], row["rung"], row["task_id"] is not None),
        day=words.day_year(sent_on),
        deed=deed,
        deed_day=_days_after(sent_on, done.at) if done.at else "",
    )


def _days_after(sent_on: date, at: datetime) -> str:
    days = (clock.local_day(at) - sent_on).days
    return ngettext("%(n)s day after", "%(n)s days after", days) % {"n": days} if days else _("the same day")
