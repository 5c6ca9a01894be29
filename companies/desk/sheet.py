"""The case page's own facts: the case, and everything that stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from companies.accounts.models import User
from companies.cases.enums import Channel, Stage, Status
from companies.cases.lifecycle import STATUS_WORDS
from companies.cases.models import Case
from companies.common import clock, words
from companies.common.components import Fact
from companies.desk import phrases
from companies.desk.beside import (
    CONFIRMATION,
    DEPUTY,
    FIGURES,
    LEFT,
    LEGAL_FORM,
    MARKET,
    OBSTACLE,
    PRODUCT,
    Beside,
    read,
)
from companies.dialogue.enums import ObstacleCode
from companies.enrolment.queries import Progress, progress_in
from companies.reference import towns
from companies.registry.enums import MarketKind
from companies.registry.models import Company


@dataclass(frozen=True)
class Sheet:
    """A case with what its page says of company, officer and stages. `deputy` stands in for the officer today.

    `awaited` is the confirmation that its company was asked for.
    """

    case: Case
    other_name: str
    facts: Sequence[Fact]
    notes: dict[str, str]
    deputy: str
    progress: Progress | None
    awaited: "Awaited | None" = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """What an officer filled in waits for the company; `stale` once it was changed since it was asked."""

    since: date
    person: str
    by_letter: bool
    stale: bool


def sheet_rows() -> QuerySet[Case]:
    """Cases with the joins of their page."""
    return Case.objects.select_related("company__sector", "year", "region", "officer", "application__response")


def sheet_of(case: Case, *, on: date) -> Sheet:
    """From a case read by `sheet_rows`; one statement more."""
    beside = read(case, on)
    application = getattr(case, "application", None)
    return Sheet(
        case=case,
        other_name=_other_name(case.company),
        facts=[fact for fact in _facts(case, beside) if fact.value],
        notes=_notes(case, beside),
        deputy=beside.first(DEPUTY).one,
        progress=progress_in(application) if application and case.status == Status.DRAFT else None,
        awaited=_awaited(beside),
    )


def _awaited(beside: Beside) -> Awaited | None:
    row = beside.first(CONFIRMATION)
    if row.at is None:
        return None
    return Awaited(clock.local_day(row.at), row.two, row.three == Channel.LETTER, row.one == "stale")


def _other_name(company: Company) -> str:
    """The name in the other script, where there is one."""
    return next((name for name in (company.name, company.name_ar) if name and name != company.display_name), "")


def _facts(case: Case, beside: Beside) -> list[Fact]:
    company, figures = case.company, beside.first(FIGURES)
    return [
        Fact(_("Products"), phrases.listed(row.one or row.two for row in beside.all(PRODUCT))),
        Fact(_("Turnover %(year)s") % {"year": figures.one}, _amount(figures.two)),
        Fact(_("Exports %(year)s") % {"year": figures.one}, _amount(figures.three)),
        Fact(_("Staff"), words.grouped(int(figures.four)) if figures.four else ""),
        Fact(_("Sells in"), _countries(beside, MarketKind.CURRENT)),
        Fact(_("Aims at"), _countries(beside, MarketKind.WANTED)),
        Fact(_("Held back by"), phrases.listed(ObstacleCode(row.one).label for row in beside.all(OBSTACLE))),
        Fact(_("Legal form"), beside.first(LEGAL_FORM).one),
        Fact(_("Trade register"), _register(company)),
        Fact(_("Address"), company.address),
        Fact(_("Origin"), case.get_origin_display()),
    ]


def _register(company: Company) -> str:
    return " ".join(part for part in (company.rc_number, towns.named(company.rc_court)) if part)


def _amount(value: str) -> str:
    return _("%(amount)s MAD") % {"amount": words.grouped(int(Decimal(value)))} if value else ""


def _countries(beside: Beside, kind: MarketKind) -> str:
    return phrases.listed(row.two for row in beside.all(MARKET) if row.one == kind)


def _notes(case: Case, beside: Beside) -> dict[str, str]:
    """Under each stop of the stage strip: when it was left; under the present one, the status and since when."""
    notes = {
        row.one: words.day(clock.local_day(row.at)) for row in beside.all(LEFT) if row.at and row.one != Stage.CLOSED
    }
    since = words.day(clock.local_day(case.status_since))
    status = STATUS_WORDS[Status(case.status)].officer
    notes[case.stage] = _("%(status)s since %(day)s") % {"status": status, "day": since}
    return notes


def follower(case: Case, user: User, deputy: str) -> str:
    """Who follows the case, in words."""
    if case.officer is None:
        return _("Nobody follows this file yet")
    if deputy:
        return _("Followed by %(officer)s, replaced by %(deputy)s") % {"officer": case.officer, "deputy": deputy}
    if case.officer_id == user.pk:
        return _("Followed by you")
    return _("Followed by %(officer)s") % {"officer": case.officer}


def pages_done(progress: Progress | None) -> str:
    """How far a draft is ("3 of 4 pages"); what it says is the company's own until it is sent."""
    if progress is None:
        return ""
    return _("%(done)s of %(pages)s") % {"done": progress.pages_done, "pages": words.pages(progress.pages)}
