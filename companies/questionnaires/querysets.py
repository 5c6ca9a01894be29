from typing import TYPE_CHECKING

from django.db.models import QuerySet

from companies.cases.querysets import within_reach
from companies.questionnaires.enums import Layer

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.questionnaires.models import Answer, Response  # noqa: F401


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
