from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.cases.models import ProgrammeYear
    from companies.eligibility.models import Rule, Tally  # noqa: F401 - named in strings below


class RuleQuerySet(QuerySet["Rule"]):
    def in_force(self, year: "ProgrammeYear", *, on: date) -> "RuleQuerySet":
        """Of each key the row that counts: the year's own before the one for every year, then the newest begun.

        Rows that are not shown are among them: a year takes a question out by such a row.
        """
        begun = self.filter(Q(year=year) | Q(year=None), valid_from__lte=on)
        return begun.order_by("key", F("year").desc(nulls_last=True), "-valid_from").distinct("key")


class TallyQuerySet(QuerySet["Tally"]):
    def visible_to(self, user: "User") -> "TallyQuerySet":
        """Staff of everywhere see all of it, those of regions their own, others nothing."""
        if user.grant.everywhere:
            return self
        if not user.grant.by_region:
            return self.none()
        return self.filter(region__in=user.regions.values("code"))
