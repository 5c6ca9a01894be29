import re
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from companies.common.text import latin_digits, trigrams

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.registry.models import Company, Contact  # noqa: F401

SHORTEST_SEARCH = 3
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.\-]+(?=\d)")


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

        A number is found however its digits are grouped. `words` needs three letters or digits;
        a shorter search finds nothing rather than everything.
        """
        joined = _BETWEEN_DIGITS.sub("", latin_digits(words))
        wanted = [t for t in trigrams(joined) if len(t) >= SHORTEST_SEARCH]
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
