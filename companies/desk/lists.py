"""The list of cases, declared: columns, filters, saved views (machinery: companies.web.listing)."""

from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from companies.accounts.models import User
from companies.cases.enums import Origin, Stage
from companies.cases.lifecycle import PATH, STAGE_WORDS, STATUS_WORDS, STATUSES
from companies.desk.choices import Choices
from companies.desk.rows import FIELDS
from companies.web.listing import Choice, Column, Listing, Order, Search, View

SILENCES: Final = (7, 14, 30, 60)
NOBODY: Final = "none"

COLUMNS: Final = (
    Column("company", pgettext_lazy("heading", "Company"), Order("company__sort_key")),
    Column("stage", _("Stage")),
    Column("status", _("Status"), Order("status_since")),
    Column("sign", _("Sign of life"), Order("quiet_since")),
    Column("next", _("Next action")),
    Column("officer", pgettext_lazy("column", "Officer")),
)


def case_list(user: User, choices: Choices, *, at: datetime) -> Listing:
    """The list as `user` may narrow it at `at`."""

    def silent(rows: QuerySet[Any, Any], days: list[str]) -> QuerySet[Any, Any]:
        return rows.exclude(status="closed").filter(quiet_since__lt=at - timedelta(days=int(days[0])))

    stages = [(code.value, word.officer) for code, word in STAGE_WORDS.items()]
    statuses = [(code.value, word.officer) for code, word in STATUS_WORDS.items()]
    silences = [(str(days), _over(days)) for days in SILENCES]
    officers = [*_me_first(choices.officers, user), (NOBODY, _("Nobody yet"))]
    return Listing(
        columns=COLUMNS,
        filters=(
            Search("q", _("Search"), _matching),
            Choice("stage", _("Stage"), stages, narrow=_at_stages),
            Choice("status", _("Status"), statuses, "status"),
            *(
                [Choice("region", pgettext_lazy("heading", "Region"), choices.regions, "region")]
                if len(choices.regions) > 1
                else []
            ),
            Choice("sector", _("Sector"), choices.sectors, "company__sector"),
            Choice("officer", pgettext_lazy("column", "Officer"), officers, narrow=_followed_by),
            Choice("silent", _("No sign of life"), silences, narrow=silent, several=False),
            Choice("origin", _("Origin"), Origin.choices, "origin"),
        ),
        fields=FIELDS,
        sort="sign",
        views=_views(user),
    )


def _views(user: User) -> tuple[View, ...]:
    mine = (View(_("My files"), open_files_of(user)),) if user.grant.by_region else ()
    nobodys = (View(_("Nobody yet"), f"officer={NOBODY}"),) if user.grant.supervises else ()
    return (
        View(_("All files"), ""),
        *mine,
        View(_silence(14), "silent=14"),
        View(_("Drafts"), "status=draft"),
        View(_("To review"), "status=submitted&status=in_review"),
        View(pgettext_lazy("stage", "Coaching"), "stage=coaching"),
        *nobodys,
    )


def open_files_of(user: User) -> str:
    """The address of the files that `user` follows, without those that are closed."""
    return urlencode([("officer", user.pk), *(("stage", stage.value) for stage in PATH)])


def _silence(days: int) -> str:
    return ngettext("Without news for %(n)s day", "Without news for %(n)s days", days) % {"n": days}


def _over(days: int) -> str:
    return ngettext("more than %(n)s day", "more than %(n)s days", days) % {"n": days}


def _me_first(officers: list[tuple[str, str]], user: User) -> list[tuple[str, Any]]:
    others: list[tuple[str, Any]] = [(pk, name) for pk, name in officers if pk != str(user.pk)]
    return [(str(user.pk), _("Me")), *others] if len(others) < len(officers) else others


def _matching(rows: Any, words: str) -> Any:
    return rows.matching(words)


def _at_stages(rows: QuerySet[Any, Any], chosen: list[str]) -> QuerySet[Any, Any]:
    """By the statuses of the stages: the indexes of a region's and an officer's cases go by status."""
    return rows.filter(status__in=[status for stage in chosen for status in STATUSES[Stage(stage)]])


def _followed_by(rows: QuerySet[Any, Any], chosen: list[str]) -> QuerySet[Any, Any]:
    people = [int(pk) for pk in chosen if pk != NOBODY]
    nobody = Q(officer=None) if NOBODY in chosen else Q()
    return rows.filter((Q(officer__in=people) | nobody) if people else nobody)
