"""Answers about companies that are not rows."""

from companies.common.text import sort_key
from companies.registry.models import Company
from companies.registry.querysets import CompanyQuerySet


def similar(name: str, town: str = "") -> CompanyQuerySet:
    """Companies of the same name, spelling aside, in the same town if one is given."""
    same = Company.objects.filter(sort_key=sort_key(name)).exclude(sort_key="")
    return same.filter(town__iexact=town) if town else same
