"""Which cases a person of the staff sees: those of their regions, and others given to them one by one."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db import connection

if TYPE_CHECKING:
    from companies.accounts.models import User

# Read on every page of the desk, so in SQL; each branch has its index, where one condition with OR would have none.
_REACH: Final = """
WITH mine AS (SELECT region_id FROM accounts_user_regions WHERE user_id = %(user)s AND %(by_region)s)
SELECT 'region' AS kind, region_id AS id FROM mine
UNION ALL SELECT 'case', id FROM cases_case WHERE region_id NOT IN (SELECT region_id FROM mine) AND officer_id = ANY(
    ARRAY(SELECT user_id FROM accounts_absence
          WHERE deputy_id = %(user)s AND begins_on <= %(on)s AND ends_on >= %(on)s) || %(user)s::bigint)
UNION ALL SELECT 'case', id FROM cases_case WHERE region_id NOT IN (SELECT region_id FROM mine) AND coach_id = %(user)s
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """`cases` are those outside the regions: followed, coached, or followed by somebody the person stands in for.

    Plain numbers: a list by region and status, which is nearly always all of it, then answers from an index alone.
    """

    regions: tuple[int, ...]
    cases: tuple[int, ...]


def reach_of(user: "User", *, on: date) -> Reach:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_REACH, {"user": user.pk, "by_region": user.grant.by_region, "on": on})
        found = set(cursor.fetchall())
    return Reach(
        regions=tuple(sorted(pk for kind, pk in found if kind == "region")),
        cases=tuple(sorted(pk for kind, pk in found if kind == "case")),
    )
