"""The one mail a working morning in which an officer reads what is to do; none on a morning with nothing.

It leaves from the first office hour until noon, or for `MORNING` where that is later.
People away get none; their deputy's holds their tasks. Each sees what the desk shows them, never more.
"""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import formataddr
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from companies.accounts.models import Absence, User
from companies.accounts.roles import GRANTS
from companies.cases.enums import TaskKind
from companies.cases.models import Task
from companies.cases.querysets import TaskQuerySet
from companies.common import clock
from companies.common.faults import fault
from companies.mail import outbox
from companies.outreach.guards import GONE
from companies.outreach.hours import Hours
from companies.outreach.ledger.ladder import Now
from companies.outreach.models import Digest
from companies.outreach.officers import digest_mail
from companies.reference.models import Site

logger = logging.getLogger(__name__)

KEY: Final = "digest"
LABEL: Final = _("The morning’s digest")
SLOT: Final = digest_mail.SLOT
MORNING: Final = timedelta(hours=4)
NOON: Final = time(12)
LINES: Final = 7
"""How many tasks are told one by one; the desk shows them all."""
WORKING: Final = [role for role, grant in GRANTS.items() if grant.works_cases and grant.desk]
ONCE: Final = "digest_once_a_day"


@dataclass
class Sent:
    posted: int = 0
    failed: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Morning:
    """Who is written to on a day, whose tasks each one answers for, and until when the mail is worth anything."""

    today: date
    at: datetime
    until: datetime
    site: Site
    owners: dict[int, list[int]]


def send(now: Now, site: Site, hours: Hours) -> Sent:
    """Safe to repeat, and for any number at once. Nothing outside the morning; a fixed number of statements each."""
    done = Sent()
    morning = _morning(now, site, hours)
    for user in _with_something_to_do(morning) if morning else []:
        try:
            done.posted += _once(user, morning) if morning else 0
        except Exception as error:  # written down and shown; the others get theirs
            logger.exception("The digest of user %s failed", user.pk)
            done.failed += 1
            done.error = f"user {user.pk}: {type(error).__name__}: {error}"[:500]
    return done


def _morning(now: Now, site: Site, hours: Hours) -> Morning | None:
    windows = list(hours.of_day(now.today))
    if not windows or now.at >= _end_of_morning(windows[0][0], now.today) or hours.held_until(now.at):
        return None
    return Morning(now.today, now.at, windows[-1][1], site, _owners(now.today))


def _end_of_morning(opens: datetime, today: date) -> datetime:
    return max(clock.instant(today, NOON), opens + MORNING)


def _owners(today: date) -> dict[int, list[int]]:
    """For whom each deputy stands in; those away are nobody's reader."""
    found: dict[int, list[int]] = defaultdict(list)
    for away, deputy in Absence.objects.on(today).order_by("id").values_list("user", "deputy"):
        found[deputy].append(away)
    return found


def _with_something_to_do(morning: Morning) -> list[User]:
    """In two statements, however many they are: who reads, and who owns something that is due."""
    busy = _due(morning.today).order_by().values_list("owner", flat=True).distinct()
    owning = set(busy)
    readers = _waiting(morning.today).exclude(absences__in=Absence.objects.on(morning.today)).order_by("pk")
    return [user for user in readers if owning & set(_answers_for(user, morning))]


def _waiting(today: date) -> QuerySet[User]:
    """Who works on cases, wants the digest, and has not had today's."""
    had = Digest.objects.filter(user=OuterRef("pk"), on=today)
    return User.objects.filter(~Exists(had), is_active=True, digest=True, role__in=WORKING)


def _answers_for(user: User, morning: Morning) -> list[int]:
    return [user.pk, *morning.owners.get(user.pk, ())]


def _due(today: date) -> TaskQuerySet:
    return Task.objects.due(on=today).of_officers()


def _once(user: User, morning: Morning) -> int:
    """Message and line of the ledger together, or neither; whoever else is at it goes first."""
    try:
        with transaction.atomic():
            locked = _waiting(morning.today).filter(pk=user.pk).select_for_update(skip_locked=True, no_key=True)
            return _post(user, morning) if locked.exists() else 0
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        return 0


def _post(user: User, morning: Morning) -> int:
    tasks = _due(morning.today).visible_to(user).filter(owner__in=_answers_for(user, morning))
    tally = tally_of(tasks, morning.today)
    if not tally.due or not outbox.standing(user.email).takes_mail:
        return 0
    text = digest_mail.write(user, tally, _first(tasks, morning.today), morning.today, morning.site)
    name = morning.site.name_in(user.language)
    message = outbox.post(
        purpose=SLOT.key,
        to=user.email,
        language=user.language,
        content=text,
        not_after=morning.until,
        from_email=formataddr((name, morning.site.sender_email)),
        at=morning.at,
    )
    Digest.objects.create(user=user, on=morning.today, tasks=tally.due, message=message)
    fault("digest_before_commit")
    return 1


def tally_of(tasks: TaskQuerySet, today: date) -> digest_mail.Tally:
    late = Q(due_on__lt=today) & ~Q(snoozed_until=today)
    return digest_mail.Tally(
        **tasks.aggregate(
            due=Count("pk"),
            late=Count("pk", filter=late),
            help=Count("pk", filter=Q(kind=TaskKind.HELP)),
            calls=Count("pk", filter=Q(kind=TaskKind.CALL)),
            replies=Count("pk", filter=Q(kind=TaskKind.REPLY)),
            clocks=Count("pk", filter=Q(kind=TaskKind.CLOCK)),
        )
    )


def _first(tasks: TaskQuerySet, today: date) -> Sequence[Task]:
    """Who asked for help, then what is late, the longest first, then who wrote, then the rest."""
    order = Case(
        When(kind=TaskKind.HELP, then=0),
        When(due_on__lt=today, then=1),
        When(kind=TaskKind.REPLY, then=2),
        default=3,
        output_field=IntegerField(),
    )
    return list(tasks.select_related("case__company").order_by(order, "due_on", "pk")[:LINES])


def still_today(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Yesterday's is not read any more; who has left or wants none gets none."""
    rows = Digest.objects.filter(message__in=ids, on=clock.today(), user__is_active=True, user__digest=True)
    wanted = set(rows.values_list("message_id", flat=True))
    return {pk: GONE for pk in ids if pk not in wanted}
