from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from companies.common.text import trigrams

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.registry.models import Company, Contact  # noqa: F401

SHORTEST_SEARCH = 3


class CompanyQuerySet(QuerySet["Company"]):
    def visible_to(self, user: "User") -> "CompanyQuerySet":
        """Everyone's everywhere, or those of the person's regions; a company sees its own."""
        if user.grant.everywhere:
            return self
        if user.grant.by_region:
            return self.filter(region__in=user.regions.all())
        return self.filter(contacts__user=user, contacts__access="member")

    def matching(self, words: str) -> "CompanyQuerySet":
        """Companies whose name (both scripts), ICE, place or contact holds all of `words`.

        `words` needs three letters or digits; a shorter search finds nothing rather than everything.
        """
        wanted = [t for t in trigrams(words) if len(t) >= SHORTEST_SEARCH]
        return self.filter(search_key__contains=wanted) if wanted else self.none()


class ContactQuerySet(QuerySet["Contact"]):
    def visible_to(self, user: "User") -> "ContactQuerySet":
        if user.grant.everywhere:
            return self
        if user.grant.by_region:
            return self.filter(company__region__in=user.regions.all())
        return self.filter(Q(user=user) | Q(company__contacts__user=user)).distinct()

    def reachable_by_mail(self) -> "ContactQuerySet":
        return self.exclude(email="")
