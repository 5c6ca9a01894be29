"""The case page's own facts: one statement for the case and everything that stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from companies.accounts.models import Absence, User
from companies.cases.enums import Stage, Status
from companies.cases.lifecycle import STATUS_WORDS
from companies.cases.models import Case, Move
from companies.common import clock, words
from companies.common.components import Fact
from companies.dialogue.enums import ObstacleCode
from companies.dialogue.models import Obstacle
from companies.enrolment.queries import Progress, progress_of
from companies.registry.enums import MarketKind
from companies.registry.models import Company, CompanyMarket, CompanyProduct, CompanyYear

SHOWN_OBSTACLES: Final = 3


@dataclass(frozen=True)
class Sheet:
    """A case with what its page says of company, officer and stages. `deputy` stands in for the officer today."""

    case: Case
    other_name: str
    facts: Sequence[Fact]
    notes: dict[str, str]
    deputy: str
    progress: Progress | None


def sheet_rows(on: date) -> QuerySet[Case]:
    """Cases with the joins and lists of their page."""
    language = f"name_{(get_language() or 'fr')[:2]}"
    company = OuterRef("company")
    return Case.objects.select_related(
        "company__sector", "company__legal_form", "region", "officer", "coach", "year", "application__response"
    ).annotate(
        deputy=Subquery(Absence.objects.on(on).filter(user=OuterRef("officer")).values("deputy__name")[:1]),
        products=ArraySubquery(CompanyProduct.objects.filter(company=company).values(label=_product())),
        markets=ArraySubquery(
            CompanyMarket.objects.filter(company=company).values(
                label=JSONObject(kind="kind", name=f"country__{language}", spare="country__name_fr")
            )
        ),
        figures=ArraySubquery(
            CompanyYear.objects.filter(company=company).values(
                label=JSONObject(year="year", turnover="turnover", export="export_turnover", staff="headcount")
            )[:1]
        ),
        entries=ArraySubquery(
            Move.objects.filter(case=OuterRef("pk"))
            .exclude(from_stage=F("to_stage"))
            .order_by("id")
            .values(label=JSONObject(before="from_stage", after="to_stage", at="at"))
        ),
        held_back_by=ArraySubquery(
            Obstacle.objects.filter(case=OuterRef("pk")).values("code")[:SHOWN_OBSTACLES],
        ),
    )


def _product() -> Any:
    return JSONObject(hs="hs", name="name")


def sheet_of(case: Any) -> Sheet:
    """From a case read by `sheet_rows`."""
    application = getattr(case, "application", None)
    return Sheet(
        case=case,
        other_name=_other_name(case.company),
        facts=[fact for fact in _facts(case) if fact.value],
        notes=_notes(case),
        deputy=case.deputy or "",
        progress=progress_of(application.response.pages_done) if application and case.status == Status.DRAFT else None,
    )


def _other_name(company: Company) -> str:
    """The name in the other script, where there is one."""
    return next((name for name in (company.name, company.name_ar) if name and name != company.display_name), "")


def _facts(case: Any) -> list[Fact]:
    company = case.company
    figures = case.figures[0] if case.figures else {}
    return [
        Fact(_("Products"), ", ".join(product["name"] or product["hs"] for product in case.products)),
        Fact(_("Turnover %(year)s") % figures if figures else "", _amount(figures.get("turnover"))),
        Fact(_("Exports %(year)s") % figures if figures else "", _amount(figures.get("export"))),
        Fact(_("Staff"), words.grouped(figures["staff"]) if figures.get("staff") else ""),
        Fact(_("Sells in"), _countries(case, MarketKind.CURRENT)),
        Fact(_("Aims at"), _countries(case, MarketKind.WANTED)),
        Fact(_("Held back by"), ", ".join(str(ObstacleCode(code).label) for code in dict.fromkeys(case.held_back_by))),
        Fact(_("Legal form"), company.legal_form.name if company.legal_form else ""),
        Fact(_("Trade register"), " ".join(part for part in (company.rc_number, company.rc_court) if part)),
        Fact(_("Address"), company.address),
        Fact(_("Origin"), case.get_origin_display()),
    ]


def _amount(value: float | None) -> str:
    return "" if value is None else _("%(amount)s MAD") % {"amount": words.grouped(int(value))}


def _countries(case: Any, kind: MarketKind) -> str:
    return ", ".join(market["name"] or market["spare"] for market in case.markets if market["kind"] == kind)


def _notes(case: Any) -> dict[str, str]:
    """Under each stop of the stage strip: when it was left; under the present one, the status and since when."""
    notes = {
        entry["before"]: words.day(clock.local_day(datetime.fromisoformat(entry["at"])))
        for entry in case.entries
        if entry["before"] and entry["before"] != Stage.CLOSED
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
