"""How many open cases each officer follows, and how new ones are shared out."""

from collections.abc import Iterable

from django.db.models import Count, Q

from companies.accounts.enums import Role
from companies.accounts.models import User
from companies.cases.enums import Stage
from companies.cases.models import Case

FOLLOWERS = (Role.OFFICER, Role.MANAGER)


def may_follow(user: User) -> bool:
    """Officers and regional managers in office; a coach works on cases but is not their officer."""
    return user.is_active and user.role in FOLLOWERS


def is_followed(case: Case) -> bool:
    """Whether somebody in office follows the case (`unfollowed` of one row)."""
    return case.officer is not None and may_follow(case.officer)


def unfollowed() -> Q:
    """Cases that nobody in office follows: without officer, or with one who has left or does other work now."""
    return Q(officer=None) | Q(officer__is_active=False) | ~Q(officer__role__in=FOLLOWERS)


def share(cases: Iterable[Case]) -> dict[int, list[Case]]:
    """Each case to the least loaded officer of its region, in the order given; by officer's id.

    Cases that an officer in office follows, or whose region has none, are left out. Writes nothing: the preview
    and the act share it.
    """
    regions, load = officers_by_region()
    shares: dict[int, list[Case]] = {}
    for case in cases:
        candidates = regions.get(case.region_id)
        if not candidates or is_followed(case):
            continue
        officer = min(candidates, key=lambda pk: (load[pk], pk))
        load[officer] += 1
        shares.setdefault(officer, []).append(case)
    return shares


def officers_by_region() -> tuple[dict[int, list[int]], dict[int, int]]:
    """The officers of each region, and the open cases of each officer, by ids."""
    rows = (
        User.objects.filter(role=Role.OFFICER, is_active=True, regions__isnull=False)
        .annotate(load=Count("cases", filter=~Q(cases__stage=Stage.CLOSED), distinct=True))
        .values_list("regions", "pk", "load")
        .order_by("pk", "regions")
    )
    regions: dict[int, list[int]] = {}
    load: dict[int, int] = {}
    for region, officer, count in rows:
        regions.setdefault(region, []).append(officer)
        load[officer] = count
    return regions, load
