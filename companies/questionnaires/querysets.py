from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from companies.cases.querysets import within_reach
from companies.questionnaires.enums import Layer

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.cases.models import ProgrammeYear
    from companies.questionnaires.models import Answer, Form, Response  # noqa: F401


class FormQuerySet(QuerySet["Form"]):
    def published(self) -> "FormQuerySet":
        return self.filter(published_at__isnull=False)

    def asked_in(self, year: "ProgrammeYear | None") -> "FormQuerySet":
        """Versions of a year, and those of every year; the last published first."""
        return self.filter(Q(year=year) | Q(year=None)).order_by("-published_at", "-version")


class ResponseQuerySet(QuerySet["Response"]):
    def visible_to(self, user: "User") -> "ResponseQuerySet":
        return self.filter(within_reach(user, "case__"))

    def unsent(self) -> "ResponseQuerySet":
        return self.filter(submitted_at__isnull=True)


class AnswerQuerySet(QuerySet["Answer"]):
    def visible_to(self, user: "User") -> "AnswerQuerySet":
        """A company sees all of its own; staff see what was sent, never a draft (model.md, settled 12)."""
        seen = self.filter(within_reach(user, "response__case__"))
        return seen if user.grant.portal else seen.counted()

    def counted(self) -> "AnswerQuerySet":
        return self.filter(layer=Layer.COUNTED)

    def unsent(self) -> "AnswerQuerySet":
        return self.filter(layer=Layer.UNSENT)
