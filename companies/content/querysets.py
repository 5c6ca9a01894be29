from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from companies.content.models import Alternative, Text  # noqa: F401 - named in strings below


class TextQuerySet(QuerySet["Text"]):
    def newest(self) -> "TextQuerySet":
        """The version in use of each text."""
        return self.order_by("slot", "-version").distinct("slot")


class ShownQuerySet(QuerySet[Any]):
    def shown(self) -> "ShownQuerySet":
        return self.filter(shown=True)


class AlternativeQuerySet(QuerySet["Alternative"]):
    def shown(self) -> "AlternativeQuerySet":
        return self.filter(shown=True)

    def for_sector(self, code: str) -> "AlternativeQuerySet":
        """Those for every sector, and those for this one; all of them where the sector is not known."""
        return self.filter(Q(sectors=None) | Q(sectors__code=code)).distinct() if code else self.distinct()

    def for_legal_form(self, code: str | None) -> "AlternativeQuerySet":
        """Those for every legal form, and those for this one; all of them where the form was not told (None).

        "" is a form that was told and is none of ours by its code, such as a company of whatever kind.
        """
        return self if code is None else self.filter(Q(legal_forms=None) | Q(legal_forms__code=code)).distinct()

    def for_needs(self, needs: "list[str]") -> "AlternativeQuerySet":
        """Those that help with one of `needs` at least, and those that help with any."""
        return self.filter(Q(needs__overlap=needs) | Q(needs=[]))
