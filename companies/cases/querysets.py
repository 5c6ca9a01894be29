from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from companies.cases import references
from companies.cases.enums import Stage, TaskKind, TaskSide, YearState
from companies.cases.reach import reach_of
from companies.common import clock
from companies.registry.models import Company

if TYPE_CHECKING:
    from companies.accounts.models import User
    from companies.cases.models import (  # noqa: F401
        Case,
        ImportBatch,
        Interaction,
        Link,
        Move,
        ProgrammeYear,
        Task,
    )


def within_reach(user: "User", prefix: str = "") -> Q:
    """Which cases a person sees: everywhere; their regions; assigned or deputised to them; their company's.

    `prefix` leads from another model to the case ("case__"). Asks the database at once for the person's reach.
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
    reach = reach_of(user, on=clock.today())
    given = Q(**{f"{prefix}pk__in": reach.cases})
    by_region = Q(**{f"{prefix}region__in": reach.regions})
    return by_region | given if reach.cases and reach.regions else by_region if reach.regions else given


def reaches(user: "User", case: "Case", *, on: date) -> bool:
    """Whether `user` sees `case`: the same rule, for one case in hand."""
    if user.grant.everywhere:
        return True
    if user.grant.portal:
        return case.company.contacts.filter(user=user.pk, access="member").exists()
    reach = reach_of(user, on=on)
    return case.region_id in reach.regions or case.pk in reach.cases


class YearQuerySet(QuerySet["ProgrammeYear"]):
    def current(self) -> "ProgrammeYear | None":
        """The year that is open; else the one in preparation that opens first."""
        return self.exclude(state=YearState.CLOSED).order_by("state", "opens_on").first()


class CaseQuerySet(QuerySet["Case"]):
    def visible_to(self, user: "User") -> "CaseQuerySet":
        return self.filter(within_reach(user))

    def open(self) -> "CaseQuerySet":
        return self.exclude(stage=Stage.CLOSED)

    def matching(self, words: str) -> "CaseQuerySet":
        """By the beginning of the file number, else by what the company is known under (`CompanyQuerySet.matching`)."""
        number = references.beginning(words)
        if number:
            return self.filter(reference__startswith=number)
        return self.filter(company__in=Company.objects.matching(words))

    def silent_since(self, instant: datetime) -> "CaseQuerySet":
        """Cases without a sign of life since `instant`; one opened later has not been silent that long."""
        return self.filter(quiet_since__lt=instant)


class MoveQuerySet(QuerySet["Move"]):
    def visible_to(self, user: "User") -> "MoveQuerySet":
        return self.filter(within_reach(user, "case__"))


class InteractionQuerySet(QuerySet["Interaction"]):
    def visible_to(self, user: "User") -> "InteractionQuerySet":
        """A company sees what was shared with it, staff see all of a case within reach."""
        seen = self.filter(within_reach(user, "case__"))
        return seen.filter(shared=True) if user.grant.portal else seen


def presses(on: date) -> Q:
    """Tasks that ask for attention on a day: those due; at once what an application sent, help or entry asks for."""
    return Q(due_on__lte=on) | Q(kind__in=(TaskKind.REVIEW, TaskKind.CLOCK, TaskKind.HELP, TaskKind.JOIN))


class TaskQuerySet(QuerySet["Task"]):
    def visible_to(self, user: "User") -> "TaskQuerySet":
        return self.filter(within_reach(user, "case__"))

    def open(self) -> "TaskQuerySet":
        return self.filter(done_at__isnull=True)

    def of_officers(self) -> "TaskQuerySet":
        return self.filter(side=TaskSide.OFFICER)

    def awake(self, *, on: date) -> "TaskQuerySet":
        """Open tasks that were not put off past `on`."""
        return self.open().filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=on))

    def due(self, *, on: date) -> "TaskQuerySet":
        return self.awake(on=on).filter(presses(on))

    def overdue(self, *, on: date) -> "TaskQuerySet":
        return self.awake(on=on).filter(due_on__lt=on)


class ImportBatchQuerySet(QuerySet["ImportBatch"]):
    def visible_to(self, user: "User") -> "ImportBatchQuerySet":
        """A person's own files; whoever sees every region sees everybody's. Without the file itself."""
        seen = self if user.grant.everywhere else self.filter(by=user)
        return seen.defer("content") if user.grant.invites else self.none()


class LinkQuerySet(QuerySet["Link"]):
    def usable(self, *, at: datetime) -> "LinkQuerySet":
        """Not revoked, and the company can still send: up to the year's closing date, or the one granted to it."""
        last_day = Coalesce("case__application__extended_to", "case__year__closes_on")
        return self.filter(revoked_at__isnull=True).alias(last_day=last_day).filter(last_day__gte=clock.local_day(at))
