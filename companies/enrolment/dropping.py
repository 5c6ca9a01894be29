"""Where companies stop in the application form: how many reached, saved and left at each page. No names, no answers.

Each figure is one condition, so a figure and the files behind it cannot differ. A page is reached by a save that leads
to it, or by being saved; that costs a save no statement of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from companies.cases.models import ProgrammeYear
from companies.enrolment.models import ApplicationQuerySet
from companies.enrolment.pages import APPLICATION
from companies.questionnaires import published
from companies.questionnaires.actions import CHECK
from companies.questionnaires.declarations import Text

Figure = Literal["reached", "saved", "left"]
FIGURES: Final[tuple[Figure, ...]] = ("reached", "saved", "left")
LEFT_AFTER: Final = timedelta(days=7)
"""A draft nobody has saved for so long was left where it stands."""


@dataclass(frozen=True, slots=True)
class PageCounts:
    """`key` is a page's, or CHECK for the reading again, where saved means sent."""

    key: str
    title: Text
    reached: int
    saved: int
    left: int


def drop_off(applications: ApplicationQuerySet, year: ProgrammeYear, *, at: datetime) -> list[PageCounts]:
    """Page by page, of the applications given (scope, region, language are the caller’s filters); three statements.

    The pages are those that `year` asks now.
    """
    steps = steps_of(year)
    counted = {
        f"n{number}_{figure}": Count("pk", filter=reaching(key, figure, at=at))
        for number, (key, _title) in enumerate(steps)
        for figure in FIGURES
    }
    found = applications.filter(case__year=year).aggregate(**counted)
    return [
        PageCounts(key, title, *(found[f"n{number}_{figure}"] for figure in FIGURES))
        for number, (key, title) in enumerate(steps)
    ]


def steps_of(year: ProgrammeYear) -> list[tuple[str, Text]]:
    """The pages of the form in their order, then the reading again."""
    pages = published.current_declaration(APPLICATION.key, year).pages
    return [*((page.key, page.short_title) for page in pages), (CHECK, _("Checked and sent"))]


def files_at(
    applications: ApplicationQuerySet, year: ProgrammeYear, key: str, figure: Figure, *, at: datetime
) -> ApplicationQuerySet:
    """The applications behind one figure."""
    return applications.filter(reaching(key, figure, at=at), case__year=year)


def reaching(key: str, figure: Figure, *, at: datetime) -> Q:
    """The condition of one figure, over Application."""
    here, sent = Q(response__at_page=key), Q(response__submitted_at__isnull=False)
    saved = sent if key == CHECK else Q(response__pages_saved__contains=[key])
    if figure == "saved":
        return saved
    return saved | here if figure == "reached" else here & ~sent & _quiet(at)


def _quiet(at: datetime) -> Q:
    """Nobody has saved anything for a while, or the file was closed."""
    since = at - LEFT_AFTER
    never = Q(response__saved_at=None, response__started_at__lte=since)
    return never | Q(response__saved_at__lte=since) | ~Q(case__closed_as="")
