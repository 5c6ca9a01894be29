from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from companies.accounts.models import Absence
from companies.cases.enums import Stage
from companies.common import clock

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.cases.models import Case, Interaction, Link, Move, Task  # noqa: F401


def within_reach(user: "User", prefix: str = "") -> Q:
    """Which cases a person sees: everywhere; their regions; assigned or deputised to them; their company's.

    `prefix` leads from another model to the case ("case__").
    """
    if user.grant.everywhere:
        return Q()
    if user.grant.portal:
        return Q(
            **{
                f"{prefix}company__contacts__user": user.pk,
                f"{prefix}company__contacts__access": "member",
            }
        )
    own = Q(**{f"{prefix}officer": user.pk}) | Q(**{f"{prefix}coach": user.pk})
    away = Absence.objects.on(clock.today()).filter(deputy=user.pk)
    own |= Q(**{f"{prefix}officer__in": away.values("user")})
    if user.grant.by_region:
        own |= Q(**{f"{prefix}region__in": user.regions.values("pk")})
    return own


class CaseQuerySet(QuerySet["Case"]):
    def visible_to(self, user: "User") -> "CaseQuerySet":
        return self.filter(within_reach(user))

    def open(self) -> "CaseQuerySet":
        return self.exclude(stage=Stage.CLOSED)

    def silent_since(self, instant: datetime) -> "CaseQuerySet":
        """Cases whose company gave no sign of life since `instant`, those that never did included."""
        return self.filter(Q(last_sign_at__isnull=True) | Q(last_sign_at__lt=instant))


class MoveQuerySet(QuerySet["Move"]):
    def visible_to(self, user: "User") -> "MoveQuerySet":
        return self.filter(within_reach(user, "case__"))


class InteractionQuerySet(QuerySet["Interaction"]):
    def visible_to(self, user: "User") -> "InteractionQuerySet":
        """A company sees what was shared with it, staff see all of a case within reach."""
        seen = self.filter(within_reach(user, "case__"))
        return seen.filter(shared=True) if user.grant.portal else seen


class TaskQuerySet(QuerySet["Task"]):
    def visible_to(self, user: "User") -> "TaskQuerySet":
        return self.filter(within_reach(user, "case__"))

    def open(self) -> "TaskQuerySet":
        return self.filter(done_at__isnull=True)

    def awake(self, *, on: date) -> "TaskQuerySet":
        """Open tasks that were not put off past `on`."""
        return self.open().filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=on))

    def due(self, *, on: date) -> "TaskQuerySet":
        return self.awake(on=on).filter(due_on__lte=on)

    def overdue(self, *, on: date) -> "TaskQuerySet":
        return self.awake(on=on).filter(due_on__lt=on)


class LinkQuerySet(QuerySet["Link"]):
    def usable(self, *, at: datetime) -> "LinkQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)
