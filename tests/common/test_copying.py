from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from companies.common.copying import copy_in
from companies.registry.models import Company, CompanyYear
from tests.support.making import company, region

pytestmark = pytest.mark.django_db


def test_rows_are_saved_as_they_are_and_receive_their_keys():
    name = 'Tab\tLine\nBack\\slash "quote" ’ عربي \\N'
    rows = [Company(name=name, region=region(), search_key=["a,b", 'c"d'], note=""), Company(name="B", region=region())]
    copy_in(Company, rows)
    assert [row.pk for row in rows] == sorted(Company.objects.values_list("pk", flat=True))
    first = Company.objects.get(pk=rows[0].pk)
    assert (first.name, first.search_key, first.note, first.sector, first.ice_doubted) == (
        name,
        ["a,b", 'c"d'],
        "",
        None,
        False,
    )


def test_saved_rows_can_be_changed_by_save():
    (row,) = copy_in(Company, [Company(name="A", region=region())])
    row.name = "B"
    row.save()
    assert list(Company.objects.values_list("name", flat=True)) == ["B"]


def test_key_of_the_next_row_is_free():
    copy_in(Company, [Company(name="A", region=region())])
    assert company("B").pk != Company.objects.get(name="A").pk


def test_amounts_and_unknown_values_arrive():
    firm = company("A")
    copy_in(CompanyYear, [CompanyYear(company=firm, year=2025, turnover=Decimal("1.05"), source="list")])
    assert list(CompanyYear.objects.values_list("turnover", "headcount")) == [(Decimal("1.05"), None)]


def test_constraint_refuses_all_rows():
    rows = [Company(name=name, region=region(), ice="002000041000054") for name in "AB"]
    with pytest.raises(IntegrityError, match="company_ice"), transaction.atomic():
        copy_in(Company, rows)
    assert Company.objects.count() == 0


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert copy_in(Company, []) == []
