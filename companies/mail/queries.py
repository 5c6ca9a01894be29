"""Answers about messages for those above: what was said on a case, and how the mail is doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Now

from companies.mail.enums import AddressState, MessageState, ReceivedKind
from companies.mail.models import Address, Mailbox, Message, Received, Relay

TOO_LATE: Final = "too late"
"""Why a message was withdrawn whose time had passed."""
FATAL: Final = "its sender died each time"
"""Why a message is dead that stopped whoever sent it."""
# Accepted by the mail server, or perhaps: nobody will send it again.
LEFT = (MessageState.SENT, MessageState.UNCERTAIN)
# What a person has to look at: refused, or perhaps delivered.
TROUBLED = (MessageState.DEAD, MessageState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Health:
    """`waiting` messages are due; the oldest has been so for `late`. `paused` says why nothing leaves."""

    waiting: int
    late: timedelta
    paused: str


def of_stream(stream: str) -> QuerySet[Message]:
    """Messages filed under `stream` ("case:17"), newest first; `get_state_display` says how far each came."""
    return Message.objects.filter(stream=stream)


def streams_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Under what each message is filed; for guards, which are given ids only."""
    return dict(Message.objects.filter(pk__in=list(ids)).values_list("pk", "stream"))


def recipients_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """To which address each message goes; for guards too."""
    return dict(Message.objects.filter(pk__in=list(ids)).values_list("pk", "to_email"))


def newest(streams: Iterable[str], purpose: str) -> set[UUID]:
    """The last message of a purpose posted under each stream; for guards too."""
    rows = Message.objects.filter(stream__in=list(streams), purpose=purpose)
    return set(rows.order_by("stream", "-posted_at", "-pk").distinct("stream").values_list("pk", flat=True))


def accepted(ids: Iterable[UUID]) -> set[UUID]:
    """Which of the messages left: accepted by the mail server, the perhaps delivered ones included."""
    return set(Message.objects.filter(pk__in=list(ids), state__in=LEFT).values_list("pk", flat=True))


def left(stream: str, purposes: Iterable[str]) -> list[datetime]:
    """When messages of these purposes that left were posted, oldest first (business clock)."""
    rows = of_stream(stream).filter(purpose__in=list(purposes), state__in=LEFT)
    return list(rows.order_by("posted_at").values_list("posted_at", flat=True))


@dataclass(frozen=True, slots=True)
class Before:
    """Optional messages to one address: when the last one left (business clock), and whether one has yet to leave."""

    left: datetime | None
    waits: bool


def before(email: str, streams: QuerySet[Any, Any], *, at: datetime) -> Before:
    """Of those filed under `streams`, which an index finds; one statement. One whose time is over never leaves."""
    rows = Message.objects.filter(stream__in=streams, to_email=email.lower(), essential=False)
    in_time = Q(not_after__isnull=True) | Q(not_after__gt=at)
    waits = Q(state=MessageState.LEASED) | Q(state=MessageState.QUEUED) & in_time
    found = rows.aggregate(left=Max("accepted_at"), waits=Count("pk", filter=waits))
    return Before(found["left"], bool(found["waits"]))


def unsent(since: datetime) -> list[UUID]:
    """Messages posted since a business instant that ended unsent though wanted, for no fault of their address."""
    bounced = refused_addresses().values("email")
    late = Q(state=MessageState.WITHDRAWN, last_error=TOO_LATE)
    dead = Q(state=MessageState.DEAD) & ~Q(to_email__in=bounced)
    return list(Message.objects.filter(late | dead, posted_at__gte=since).values_list("pk", flat=True))


def refused_addresses() -> QuerySet[Address]:
    """Addresses the mail server refused for good; `email` and `changed_at` tell which and since when."""
    return Address.objects.filter(state=AddressState.BOUNCED)


def number_of(email: str) -> int | None:
    """The number of a mail address; None where nothing was ever sent to it."""
    return Address.objects.filter(email=email.lower()).values_list("pk", flat=True).first()


def address(pk: int) -> Address | None:
    """What is known of an address, by its number."""
    return Address.objects.filter(pk=pk).first()


def unwanted() -> QuerySet[Address]:
    """Addresses whose person wants no optional mail, by asking or by complaint; `changed_at` since when."""
    return Address.objects.filter(state__in=[AddressState.SUPPRESSED, AddressState.COMPLAINED])


class Known(NamedTuple):
    """The state of an address, and since when (business clock)."""

    state: AddressState
    since: datetime | None


def known_of(emails: Iterable[str]) -> dict[str, Known]:
    """State by address, for those of which anything is known; one statement."""
    rows = Address.objects.filter(email__in=[email.lower() for email in emails])
    found = rows.values_list("email", "state", "changed_at")
    return {email: Known(AddressState(state), since) for email, state, since in found}


def states_of(emails: Iterable[str]) -> dict[str, AddressState]:
    return {email: known.state for email, known in known_of(emails).items()}


def replies_to_file(most: int = 500) -> list[Received]:
    """What people wrote and nobody has filed yet, the oldest first; `inbox.filed` ends that."""
    rows = Received.objects.filter(kind=ReceivedKind.REPLY, filed_at__isnull=True)
    return list(rows.order_by("id")[:most])


def health() -> Health:
    """How long what is due has been waiting, on the database's clock."""
    due = Message.objects.filter(
        Q(state=MessageState.QUEUED, next_attempt_at__lte=Now()) | Q(state=MessageState.LEASED, lease_until__lt=Now())
    )
    oldest = due.annotate(now=Now()).order_by("next_attempt_at").values("next_attempt_at", "now").first()
    late: timedelta = oldest["now"] - oldest["next_attempt_at"] if oldest else timedelta()
    pause = Relay.objects.filter(paused_until__gt=Now()).values_list("reason", flat=True).first()
    return Health(waiting=due.count(), late=late, paused=pause or "")


@dataclass(frozen=True, slots=True)
class Beats:
    """How long ago each part last gave a sign; None for never. The mailbox is read only where one is set up."""

    sender: timedelta | None
    mailbox: timedelta | None
    reads_mailbox: bool


def beats() -> Beats:
    """The heartbeats of sender and mailbox reader, on the database's clock; one statement."""
    relay = Relay.objects.values_list(Value("relay"), Now() - F("beat_at"))
    both = relay.union(Mailbox.objects.values_list(Value("mailbox"), Now() - F("read_at")), all=True)
    ages: dict[str, timedelta | None] = dict(both)
    return Beats(ages.get("relay"), ages.get("mailbox"), bool(settings.MAILBOX_URL))


def troubled() -> QuerySet[Message]:
    """Dead and uncertain messages, newest first; `smtp_code` and `last_error` say why, `outbox.resend` tries again.

    `seen_at` is when a person said that they had seen it.
    """
    return Message.objects.filter(state__in=TROUBLED).order_by("-posted_at", "-id")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many messages are in each state, by (purpose, state); `oldest` is how long one has been due."""

    by: dict[tuple[str, MessageState], int]
    oldest: timedelta

    def of(self, state: MessageState) -> int:
        return sum(number for (_purpose, found), number in self.by.items() if found == state)


def counts() -> Counts:
    """All messages by purpose and state, and the age of the oldest due one, in one statement."""
    due = Q(state=MessageState.QUEUED, next_attempt_at__lte=Now()) | Q(state=MessageState.LEASED, lease_until__lt=Now())
    rows = Message.objects.order_by().values_list("purpose", "state")
    found = list(rows.annotate(number=Count("pk"), late=Now() - Min("next_attempt_at", filter=due)))
    by = {(purpose, MessageState(state)): number for purpose, state, number, _late in found}
    return Counts(by, max((late for *_row, late in found if late), default=timedelta()))


def refused_since(instant: datetime) -> int:
    """Messages refused for good since a business instant; for the administrator's page."""
    return Message.objects.filter(state=MessageState.DEAD, posted_at__gte=instant).count()
