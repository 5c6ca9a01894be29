"""What the page of drop-off shows: each page of the form with its figures, and the files behind each of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from companies.cases.models import ProgrammeYear
from companies.common import clock, words
from companies.common.components import Tab
from companies.desk.effect import ENOUGH, Pairs
from companies.desk.rows import name_on_page, place_of
from companies.enrolment import dropping, rules
from companies.enrolment.dropping import PageCounts
from companies.enrolment.models import ApplicationQuerySet
from companies.web.listing import Choice, Column, Listing, Order, Rows

COLUMNS: Final = (
    Column("company", pgettext_lazy("heading", "Company")),
    Column("begun", gettext_lazy("Begun on"), Order("response__started_at")),
    Column("saved", gettext_lazy("Last saved")),
)
FIELDS: Final = (
    "case__reference",
    "case__company__name",
    "case__company__name_ar",
    "case__company__town",
    "response__started_at",
    "response__saved_at",
    "response__submitted_at",
)
NOT_BEGUN: Final = Q(case__status__in=rules.BEFORE_START, response__saved_at=None)
"""Prepared for a company that was given more time, which has not pressed Start."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`key` is that of `enrolment.dropping`, whose condition counts; `formula` says it in words."""

    key: dropping.Figure
    label: Promise
    formula: Promise


FIGURES: Final = (
    Figure(
        "reached",
        pgettext_lazy("drop-off", "Reached"),
        gettext_lazy("Files in which somebody came to the page: it was saved, or the page before it led there."),
    ),
    Figure(
        "saved",
        pgettext_lazy("drop-off", "Saved"),
        gettext_lazy("Files in which the page was saved at least once, whole or not. In the last line: sent."),
    ),
    Figure(
        "left",
        pgettext_lazy("drop-off", "Left"),
        gettext_lazy(
            "Files that stand at the page, were not sent, and in which nobody saved anything for 7 days, or that were "
            "closed. Each file is left at one page at most."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `known` is false for a year, region or language that is not there."""

    year: str
    region: str
    language: str
    known: bool

    def narrowed(self, rows: ApplicationQuerySet) -> ApplicationQuerySet:
        if not self.known:
            return rows.none()
        found = rows.exclude(NOT_BEGUN)
        found = found.filter(case__region=int(self.region)) if self.region else found
        return found.filter(response__language=self.language) if self.language else found

    def address(self, **more: object) -> str:
        named = {"year": self.year, "region": self.region, "language": self.language, **more}
        return "?" + urlencode({key: value for key, value in named.items() if value})


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, the list behind it ("" when it is 0), and its share of those who reached the page."""

    label: Promise
    number: int
    url: str
    share: str


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    cells: list[Cell]


def asked_of(query: QueryDict, years: Pairs, usual: str, regions: Pairs) -> Asked:
    year, region, language = query.get("year") or usual, query.get("region", ""), query.get("language", "")
    known = year in dict(years) and (not region or region in dict(regions))
    return Asked(year, region, language, known and (not language or language in dict(settings.LANGUAGES)))


def year_of(asked: Asked) -> ProgrammeYear | None:
    return ProgrammeYear.objects.filter(pk=int(asked.year)).first() if asked.known else None


def lines_of(counts: Iterable[PageCounts], asked: Asked) -> list[Line]:
    return [Line(str(page.title), [_cell(page, figure, asked) for figure in FIGURES]) for page in counts]


def _cell(page: PageCounts, figure: Figure, asked: Asked) -> Cell:
    number: int = getattr(page, figure.key)
    url = reverse("desk:drop_off_files") + asked.address(figure=f"{page.key}.{figure.key}") if number else ""
    shared = number and figure.key != "reached" and page.reached >= ENOUGH
    return Cell(figure.label, number, url, words.percent(number, page.reached) if shared else "")


def languages(asked: Asked) -> list[Tab]:
    every = Tab(pgettext("filter", "All"), asked.address(language=""), current=not asked.language)
    named = [
        Tab(str(name), asked.address(language=code), current=code == asked.language) for code, name in _languages()
    ]
    return [every, *named]


def _languages() -> list[tuple[str, Promise]]:
    named = {"fr": gettext_lazy("French"), "ar": gettext_lazy("Arabic"), "en": gettext_lazy("English")}
    return [(code, named[code]) for code, _name in settings.LANGUAGES]


# -- the files behind a figure ---------------------------------------------------------------


def files(years: Pairs, regions: Pairs, year: ProgrammeYear | None, *, at: datetime) -> Listing:
    """The list behind a figure: its address names year, region, language, page and figure."""

    def counted(rows: Rows, chosen: list[str]) -> Rows:
        page, _dot, figure = chosen[0].rpartition(".")
        return rows.filter(dropping.reaching(page, cast(dropping.Figure, figure), at=at))

    return Listing(
        columns=COLUMNS,
        filters=(
            Choice("year", gettext_lazy("Programme year"), years, "case__year", several=False),
            Choice("region", pgettext_lazy("heading", "Region"), regions, "case__region", several=False),
            Choice("language", gettext_lazy("Language"), _languages(), "response__language", several=False),
            Choice("figure", gettext_lazy("Figure"), lambda: _figures(year), narrow=counted, several=False),
        ),
        fields=FIELDS,
        sort="-begun",
    )


def _figures(year: ProgrammeYear | None) -> list[tuple[str, str]]:
    """Each figure of each page, for instance "contact.left"."""
    pages = dropping.steps_of(year) if year else []
    return [(f"{key}.{figure.key}", f"{title}: {figure.label}") for key, title in pages for figure in FIGURES]


@dataclass(frozen=True, slots=True)
class File:
    url: str
    name: str
    place: str
    begun: str
    saved: str
    sent: bool


def files_of(rows: Iterable[dict[str, Any]]) -> list[File]:
    return [_file(row) for row in rows]


def _file(row: dict[str, Any]) -> File:
    saved_at = row["response__saved_at"]
    return File(
        url=reverse("desk:case", args=[row["case__reference"]]),
        name=name_on_page(row["case__company__name"], row["case__company__name_ar"]),
        place=place_of(row["case__company__town"], row["case__reference"]),
        begun=words.day_year(clock.local_day(row["response__started_at"])),
        saved=words.moment(saved_at) if saved_at else "",
        sent=row["response__submitted_at"] is not None,
    )
