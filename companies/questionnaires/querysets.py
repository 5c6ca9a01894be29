from typing import TYPE_CHECKING

from django.db.models import QuerySet

from companies.cases.querysets import within_reach

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.questionnaires.models import Response  # noqa: F401


class ResponseQuerySet(QuerySet["Response"]):
    def visible_to(self, user: "User") -> "ResponseQuerySet":
        return self.filter(within_reach(user, "case__"))

    def unsent(self) -> "ResponseQuerySet":
        return self.filter(submitted_at__isnull=True)
