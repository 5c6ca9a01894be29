"""The importer against every row of a list as it really arrives, in both its forms."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from companies.cases.importing import actions
from companies.cases.importing.answers import Answers
from companies.cases.importing.lines import Verdict
from companies.cases.importing.preview import look
from companies.registry.models import Company
from tests.data import targets_dirty_rows as expected

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "data"
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
FILES = ["targets_dirty.csv", "targets_dirty.xlsx"]
OUTCOMES = {row: (outcome, reasons) for row, outcome, reasons in expected.ROWS}


def read(name):
    return (DATA / name).read_bytes()


@pytest.fixture
def known_targets():
    """A registry that holds the clean list, as that of row 62 does."""
    actions.bring_in(read("targets.csv"), "targets.csv", by=None, at=AT)


def outcome(line):
    if line.verdict in (Verdict.ASKED, Verdict.REFUSED):
        return expected.ASK if line.verdict is Verdict.ASKED else expected.REFUSE
    return expected.WARN if line.findings else expected.ACCEPT


@pytest.fixture(params=FILES)
def dirty(request, known_targets):
    lines = look(read(request.param), Answers(), at=AT).lines
    return {line.row: line for line in lines}


def test_every_row_has_the_outcome_that_was_asked_for(dirty):
    found = {row: outcome(dirty[row]) if row in dirty else expected.SKIP for row in range(1, expected.LAST + 1)}
    assert found == {row: OUTCOMES.get(row, (expected.ACCEPT, []))[0] for row in range(1, expected.LAST + 1)}


def test_every_row_says_why(dirty):
    said = {row: [(f.column, f.reason) for f in line.findings] for row, line in dirty.items()}
    assert said == {row: OUTCOMES.get(row, ("", []))[1] for row in dirty}


def test_proposals_are_those_of_a_person(dirty):
    proposals = {
        row: [(f.key, fix.value) for f in line.findings for fix in f.fixes]
        for row, line in dirty.items()
        if line.verdict is Verdict.ASKED
    }
    assert proposals == {
        11: [],
        12: [],
        13: [("ice", "-")],
        23: [("region", "05")],
        24: [("region", "04")],
        26: [("region", "03"), ("region", "")],
        27: [],
        28: [("sector", "AGRI"), ("sector", "AGRO")],
        42: [("turnover:2025", "41500000"), ("exports:2025", "8000000")],
        54: [("legal_form", "SARL")],
        61: [("ice", "take")],
    }


def stored(row, lines):
    target = lines[row].target
    company = Company.objects.get(ice=target.ice)
    contact, year = company.contacts.get(), company.years.first()
    return {
        "legal_form": company.legal_form.code,
        "region": company.region.code,
        "province": company.province.code if company.province else None,
        "sector": company.sector.code,
        "turnover": (year and year.turnover is not None and str(year.turnover)) or None,
        "exports": (year and year.export_turnover is not None and str(year.export_turnover)) or None,
        "headcount": year.headcount if year else None,
        "products": sorted(company.products.values_list("hs", flat=True)),
        "current": sorted(m.country.code for m in company.markets.all() if m.kind == "current"),
        "wanted": sorted(m.country.code for m in company.markets.all() if m.kind == "wanted"),
        **{name: getattr(contact, name) for name in ("email", "phone", "language", "note")},
        **{n: getattr(company, n) for n in ("ice", "ice_doubted", "name", "name_ar", "rc_number", "other_register")},
    }


@pytest.mark.parametrize("name", FILES)
def test_registry_holds_what_each_row_meant(known_targets, name):
    preview = actions.bring_in(read(name), name, by=None, at=AT)
    lines = {line.row: line for line in preview.lines}
    found = {
        row: {key: value for key, value in stored(row, lines).items() if key in wanted}
        for row, wanted in expected.STORED.items()
    }
    assert found == expected.STORED


def test_counts_add_up_to_the_rows(known_targets):
    preview = look(read("targets_dirty.csv"), Answers(), at=AT)
    assert preview.counts == {"new": 48, "changed": 1, "unchanged": 1, "asked": 11, "refused": 1}
    assert sum(preview.counts.values()) == len(preview.lines) == 62


def test_both_forms_are_one_list(known_targets):
    actions.bring_in(read("targets_dirty.csv"), "a", by=None, at=AT)
    preview = actions.bring_in(read("targets_dirty.xlsx"), "b", by=None, at=AT)
    assert preview.counts == {"new": 0, "changed": 0, "unchanged": 50, "asked": 11, "refused": 1}


def test_clean_list_is_new_once_and_unchanged_for_ever():
    first = actions.bring_in(read("targets.csv"), "a", by=None, at=AT)
    again = actions.bring_in(read("targets.csv"), "a", by=None, at=AT)
    assert (first.counts["new"], again.counts["unchanged"], Company.objects.count()) == (400, 400, 400)
    assert {f.reason for line in first.lines for f in line.findings} == {"rc_without_register"}
