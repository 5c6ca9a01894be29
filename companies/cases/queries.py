"""Answers about cases that are not rows of one."""

from companies.cases.models import ProgrammeYear
from companies.registry.models import Company
from companies.registry.querysets import CompanyQuerySet


def without_case(year: ProgrammeYear) -> CompanyQuerySet:
    """Companies at work, by name, whose case of `year` can be opened."""
    at_work = Company.objects.filter(ceased_on=None, merged_into=None)
    return at_work.exclude(cases__year=year).order_by("sort_key", "id")
