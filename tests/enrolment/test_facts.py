"""Between registry and form: what is filled in for a company, and what its answers become when they are sent."""

from decimal import Decimal

import pytest

from companies.dialogue import actions as dialogue
from companies.dialogue.enums import ObstacleCode, Source
from companies.dialogue.models import Obstacle
from companies.enrolment.facts import filled_in
from companies.enrolment.models import Application
from companies.journal.actors import SYSTEM
from companies.journal.models import Entry
from companies.reference.models import Country
from companies.registry import actions as registry
from companies.registry.enums import FactSource, MarketKind
from tests.enrolment.world import AT, SENT, begun, contact_of, filled, fresh, invited_case, sent, whole_answers

pytestmark = pytest.mark.django_db
YEAR = 2026


def figures_of(case):
    return list(case.company.years.values_list("year", "turnover", "export_turnover", "headcount", "source"))


def markets_of(case, kind):
    return list(case.company.markets.filter(kind=kind).order_by("id").values_list("country__code", flat=True))


def obstacles_of(case):
    rows = Obstacle.objects.filter(case=case).order_by("id")
    return list(rows.values_list("code", "primary", "source", "text"))


def again(application, **changes):
    """Corrected and sent once more, a day later."""
    later = SENT.replace(day=SENT.day + 1)
    return sent(filled(fresh(application), at=later, **changes), at=later)


# -- what is sent


def test_figures_of_the_closed_year_are_the_company_s_own():
    application = sent(filled(begun(invited_case())))

    assert figures_of(application.case) == [(YEAR, Decimal(4662000), Decimal(0), 24, FactSource.FORM)]


def test_figures_of_the_list_stay_beside_them():
    case = invited_case()
    registry.set_year(case.company, YEAR, source=FactSource.LIST, by=SYSTEM, at=AT, turnover=Decimal(5))

    sent(filled(begun(case)))

    assert {row[-1] for row in figures_of(case)} == {FactSource.FORM, FactSource.LIST}


def test_markets_are_stated_in_their_order():
    application = sent(filled(begun(invited_case())))

    assert markets_of(application.case, MarketKind.CURRENT) == ["ES"]
    assert markets_of(application.case, MarketKind.WANTED) == ["SN", "DE"]


def test_obstacles_go_into_the_register_with_the_main_one_marked():
    application = sent(filled(begun(invited_case())))

    assert obstacles_of(application.case) == [
        ("logistics", True, "form", ""),
        ("cofinancing_or_cash", False, "form", ""),
    ]


def test_experience_and_support_wanted_stay_with_the_application():
    application = sent(filled(begun(invited_case())))

    kept = Application.objects.get(pk=application.pk)
    assert (kept.experience, kept.support_wanted) == ("past", ["coaching", "market_study"])


def test_correction_replaces_what_the_form_said_and_nothing_else():
    case = invited_case()
    dialogue.record_obstacle(case, ObstacleCode.NO_TIME_OR_STAFF, source=Source.CALL, by=SYSTEM, at=AT)
    application = sent(filled(begun(case)))

    again(
        application,
        support={"held_back_by": ["other"], "held_back_by-main": "", "held_back_by-words": "La crue"},
        markets={"current_markets": ["", "", ""]},
        figures={"headcount": "25"},
    )

    assert obstacles_of(case) == [("no_time_or_staff", True, "call", ""), ("other", True, "form", "La crue")]
    assert markets_of(case, MarketKind.CURRENT) == []
    assert figures_of(case) == [(YEAR, Decimal(4662000), Decimal(0), 25, FactSource.FORM)]


def test_same_facts_again_write_nothing():
    application = sent(filled(begun(invited_case())))
    before = [list(Obstacle.objects.values()), Entry.objects.filter(verb__startswith="company.").count()]

    again(application, contact={"function": "Export"})

    assert [list(Obstacle.objects.values()), Entry.objects.filter(verb__startswith="company.").count()] == before


# -- what is filled in


def test_figures_and_markets_are_filled_in():
    case = invited_case()
    given = {"turnover": Decimal("4662000.40"), "export_turnover": Decimal(0), "headcount": 24}
    registry.set_year(case.company, YEAR, source=FactSource.LIST, by=SYSTEM, at=AT, **given)
    countries = [Country.objects.get(code=code) for code in ("SN", "DE")]
    registry.set_markets(case.company, MarketKind.WANTED, countries, by=SYSTEM, at=AT)

    known = filled_in(case.company, contact_of(case), year=YEAR)

    assert {key: known[key] for key in ("turnover", "export_turnover", "headcount")} == {
        "turnover": 4662000,
        "export_turnover": 0,
        "headcount": 24,
    }
    assert (known["wanted_markets"], known["current_markets"]) == (["SN", "DE"], [])


def test_figures_of_another_year_are_not_filled_in():
    case = invited_case()
    registry.set_year(case.company, YEAR - 1, source=FactSource.LIST, by=SYSTEM, at=AT, turnover=Decimal(5))

    assert filled_in(case.company, contact_of(case), year=YEAR)["turnover"] is None


def test_company_s_own_figures_are_filled_in_before_the_list_s():
    case = invited_case()
    registry.set_year(case.company, YEAR, source=FactSource.LIST, by=SYSTEM, at=AT, turnover=Decimal(5))
    registry.set_year(case.company, YEAR, source=FactSource.FORM, by=SYSTEM, at=AT, turnover=Decimal(7))

    assert filled_in(case.company, contact_of(case), year=YEAR)["turnover"] == 7


def test_what_was_sent_is_what_the_next_year_begins_with():
    case = sent(filled(begun(invited_case()))).case
    said = whole_answers()

    known = filled_in(case.company, contact_of(case), year=YEAR)

    assert {key: value for key, value in known.items() if key in said} == {key: said[key] for key in known}
