"""The books, asked at the end: every reminder planned once, every one ended visibly, every message at an end."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Count

from companies.cases.models import Case
from companies.mail import mime
from companies.mail.models import Address, Message
from companies.outreach.models import Reminder
from tests.chaos import oracle
from tests.chaos.oracle import Accepted
from tests.chaos.stage import Result

UNDER_WAY = ("queued", "leased")


def idle() -> bool:
    """Nothing is planned for now, and nothing is to be sent."""
    return not Message.objects.filter(state__in=UNDER_WAY).exists()


def posted(number: int) -> bool:
    return Reminder.objects.filter(state="posted").count() >= number


def all_sent(number: int) -> bool:
    """That many reminders were handed over, and their messages have left."""
    return posted(number) and idle()


def message_ids(messages: Iterable[Message] | None = None) -> list[str]:
    rows = Message.objects.only("pk") if messages is None else messages
    return [mime.message_id(each) for each in rows]


def states() -> dict[str, int]:
    return dict(sorted(Counter(Message.objects.values_list("state", flat=True)).items()))


def doubled() -> int:
    """Reminders there are twice of, by case, kind and rung in one round."""
    keys = Reminder.objects.values("kind", "case", "subject", "rung").annotate(rows=Count("pk"))
    return keys.filter(rows__gt=1).count()


def unreasoned() -> int:
    """Lines that ended without a message, a task or a reason."""
    return Reminder.objects.exclude(state="planned").filter(message=None, task=None, reason="").count()


def reckon(result: Result, wanted: int, accepted: Sequence[Accepted], killed: Iterable[str] = ()) -> oracle.Verdict:
    """Note the usual figures for `wanted` reminders that should each have become one mail, and hold them to it."""
    verdict = oracle.judge(message_ids(), accepted, killed)
    result.exactly(
        "reminders handed over", Reminder.objects.filter(state="posted", message__isnull=False).count(), wanted
    )
    result.exactly("lines twice in the ledger", doubled(), 0)
    result.exactly("messages by state", states(), {"sent": wanted})
    result.note(accepted=len(accepted))
    result.exactly("lost", len(verdict.lost), 0)
    result.note(**{"extra, excused": len(verdict.excused)})
    result.exactly("extra, not excused", len(verdict.unexcused), 0)
    return verdict


def cases() -> int:
    return Case.objects.count()


def forget() -> None:
    """What was planned and sent: the same crowd is due again."""
    for model in (Reminder, Message, Address):
        model.objects.all().delete()
