"""What a person of the staff can choose between: regions, sectors, colleagues. One statement for all three."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language

from companies.accounts.models import User
from companies.cases.loads import FOLLOWERS
from companies.reference.models import Region, Sector
from companies.reference.ordering import by_name


class Found(NamedTuple):
    """One thing to choose; `kind` is its list, `code` is "" where it has none."""

    kind: str
    value: str
    name: str
    code: str


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
    people = _row(officers.distinct(), "3", Cast("name", CharField()), Value(""))
    found = regions.union(sectors, people, all=True).order_by("value")
    lists: dict[str, list[tuple[str, str]]] = {"1": [], "2": [], "3": []}
    for each in by_name(Found(*row) for row in found):
        lists[each.kind].append((each.value, each.name))
    return Choices(*lists.values())


def colleagues(user: User) -> QuerySet[User]:
    """Those who work on cases in the regions of `user`; everyone's for national staff."""
    found = User.objects.filter(role__in=FOLLOWERS, is_active=True).order_by("name", "id")
    return found if user.grant.everywhere else found.filter(regions__in=user.regions.values("pk")).distinct()


def _named(rows: QuerySet[Any], kind: str) -> QuerySet[Any, Any]:
    label = Coalesce(NullIf(f"name_{(get_language() or 'fr')[:2]}", Value("")), "name_fr")
    return _row(rows, kind, label, Cast("code", CharField()))


def _row(rows: QuerySet[Any], kind: str, label: Any, mark: Any) -> QuerySet[Any, Any]:
    columns = {"sort": Value(kind), "value": Cast("pk", CharField()), "label": label, "mark": mark}
    return rows.order_by().annotate(**columns).values_list(*columns)
