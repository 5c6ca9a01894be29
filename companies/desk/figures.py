"""What the page of figures shows: how far each region's companies have come, what stops them, the files behind both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from companies.accounts.models import User
from companies.cases.enums import ClosedAs, Status
from companies.cases.lifecycle import CLOSED_WORDS, STATUS_WORDS
from companies.cases.models import Case
from companies.cases.querysets import CaseQuerySet
from companies.common import clock, words
from companies.desk.dropping import Asked
from companies.desk.effect import Pairs
from companies.desk.rows import name_on_page, place_of
from companies.dialogue.enums import ObstacleCode
from companies.enrolment import figures
from companies.web.listing import Choice, Column, Listing, Order, Rows

Counts = Mapping[figures.Figure, int]
STOPPED_BY: Final = "stopped."
COLUMNS: Final = (
    Column("company", pgettext_lazy("heading", "Company"), Order("company__sort_key")),
    Column("status", gettext_lazy("Status"), Order("status_since")),
    Column("officer", pgettext_lazy("column", "Officer")),
)
FIELDS: Final = (
    "reference",
    "status",
    "status_since",
    "closed_as",
    "company__name",
    "company__name_ar",
    "company__town",
    "officer__name",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """`key` is that of `enrolment.figures`, whose condition counts; `formula` says it in words."""

    key: figures.Figure
    label: Promise
    formula: Promise


FIGURES: Final = (
    Figure(
        "files",
        pgettext_lazy("figure", "Companies"),
        gettext_lazy("Companies that have a file this year, from the list or of their own accord."),
    ),
    Figure(
        "invited",
        pgettext_lazy("figure", "Invited"),
        gettext_lazy("An invitation has left, by e-mail or letter, or was given in person."),
    ),
    Figure(
        "begun",
        pgettext_lazy("figure", "Begun"),
        gettext_lazy("The application was begun, invited or not, by the company or by an officer with it."),
    ),
    Figure("sent", pgettext_lazy("figure", "Sent"), gettext_lazy("The application was sent, whatever came of it.")),
    Figure(
        "late",
        pgettext_lazy("figure", "Late task"),
        gettext_lazy("A task of ours should have been done before today, and was not put off."),
    ),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the list behind it, "" when it is 0."""

    label: Promise | str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    cells: list[Cell]


def counted_cases(user: User, regions: Pairs) -> CaseQuerySet:
    """Those of the regions that `user` looks after; files given one by one elsewhere are no figure of a region."""
    return Case.objects.visible_to(user).filter(region__in=[int(pk) for pk, _name in regions])


def narrowed(cases: CaseQuerySet, asked: Asked) -> CaseQuerySet:
    if not asked.known:
        return cases.none()
    of_year = cases.filter(year=int(asked.year))
    return of_year.filter(region=int(asked.region)) if asked.region else of_year


def lines_of(counts: Mapping[int, Counts], regions: Pairs, asked: Asked) -> list[Line]:
    """A line per region that has files, in their order, then those of all regions where there are several."""
    lines = [_line(name, counts[int(pk)], asked, pk) for pk, name in regions if int(pk) in counts]
    if len(lines) < 2:
        return lines
    total = {figure.key: sum(each[figure.key] for each in counts.values()) for figure in FIGURES}
    return [*lines, _line(_("All regions"), total, asked, "")]


def _line(name: str, numbers: Counts, asked: Asked, region: str) -> Line:
    return Line(name, [_cell(each.label, numbers[each.key], asked, each.key, region) for each in FIGURES])


def stops_of(stopping: Iterable[tuple[str, int]], asked: Asked) -> list[Line]:
    label = pgettext_lazy("figure", "Companies")
    return [
        Line(str(ObstacleCode(code).label), [_cell(label, n, asked, STOPPED_BY + code, asked.region)])
        for code, n in stopping
    ]


def _cell(label: Promise | str, number: int, asked: Asked, figure: str, region: str) -> Cell:
    url = reverse("desk:figure_files") + asked.address(figure=figure, region=region) if number else ""
    return Cell(label, number, url)


# -- the files behind a figure ---------------------------------------------------------------


def files(years: Pairs, regions: Pairs, *, on: date) -> Listing:
    """The list behind a figure: its address names year, region and figure."""

    def counted(rows: Rows, chosen: list[str]) -> Rows:
        return rows.filter(_condition(chosen[0], on))

    return Listing(
        columns=COLUMNS,
        filters=(
            Choice("year", gettext_lazy("Programme year"), years, "year", several=False),
            Choice("region", pgettext_lazy("heading", "Region"), regions, "region", several=False),
            Choice("figure", gettext_lazy("Figure"), _named(), narrow=counted, several=False),
        ),
        fields=FIELDS,
        sort="company",
    )


def _condition(figure: str, on: date) -> Q:
    if figure.startswith(STOPPED_BY):
        return figures.stopped_by(figure.removeprefix(STOPPED_BY))
    return next(condition(on) for key, condition in figures.FIGURES.items() if key == figure)


def _named() -> list[tuple[str, str]]:
    stops = [
        (STOPPED_BY + code.value, _("Stopped by: %(obstacle)s") % {"obstacle": code.label}) for code in ObstacleCode
    ]
    return [*((figure.key, str(figure.label)) for figure in FIGURES), *stops]


@dataclass(frozen=True, slots=True)
class File:
    url: str
    name: str
    place: str
    status: str
    since: str
    officer: str


def files_of(rows: Iterable[dict[str, Any]]) -> list[File]:
    return [_file(row) for row in rows]


def _file(row: dict[str, Any]) -> File:
    closed = CLOSED_WORDS[ClosedAs(row["closed_as"])] if row["closed_as"] else None
    return File(
        url=reverse("desk:case", args=[row["reference"]]),
        name=name_on_page(row["company__name"], row["company__name_ar"]),
        place=place_of(row["company__town"], row["reference"]),
        status=str((closed or STATUS_WORDS[Status(row["status"])]).officer),
        since=words.day_year(clock.local_day(row["status_since"])),
        officer=row["officer__name"] or "",
    )
