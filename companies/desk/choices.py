"""What a person of the staff can choose between: regions, sectors, colleagues. One statement for all three."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language

from companies.accounts.models import User
from companies.cases.loads import FOLLOWERS
from companies.reference.models import Region, Sector


@dataclass(frozen=True, slots=True)
class Choices:
    """(id, name) in the language of the page, in the order to show them."""

    regions: list[tuple[str, str]] = field(default_factory=list)
    sectors: list[tuple[str, str]] = field(default_factory=list)
    officers: list[tuple[str, str]] = field(default_factory=list)


def choices_of(user: User) -> Choices:
    """The regions `user` looks after, all sectors, and who follows cases there."""
    regions, sectors = _named(Region.objects.all(), "1"), _named(Sector.objects.all(), "2")
    officers = User.objects.filter(role__in=FOLLOWERS, is_active=True)
    if not user.grant.everywhere:
        mine = user.regions.values("pk")
        regions, officers = regions.filter(people=user.pk), officers.filter(regions__in=mine)
    found = regions.union(sectors, _row(officers.distinct(), "3", "name"), all=True).order_by("sort", "label", "value")
    lists: dict[str, list[tuple[str, str]]] = {"1": [], "2": [], "3": []}
    for kind, value, label in found:
        lists[kind].append((value, label))
    return Choices(*lists.values())


def colleagues(user: User) -> QuerySet[User]:
    """Those who work on cases in the regions of `user`; everyone's for national staff."""
    found = User.objects.filter(role__in=FOLLOWERS, is_active=True).order_by("name", "id")
    return found if user.grant.everywhere else found.filter(regions__in=user.regions.values("pk")).distinct()


def _named(rows: QuerySet[Any], kind: str) -> QuerySet[Any, Any]:
    return _row(rows, kind, f"name_{(get_language() or 'fr')[:2]}", spare="name_fr")


def _row(rows: QuerySet[Any], kind: str, name: str, spare: str = "") -> QuerySet[Any, Any]:
    label = Coalesce(NullIf(name, Value("")), spare) if spare else Cast(name, CharField())
    return (
        rows.order_by()
        .annotate(sort=Value(kind), value=Cast("pk", CharField()), label=label)
        .values_list("sort", "value", "label")
    )
