"""Everything is down for ten days, then started: who should have heard from us hears once, and the books say why.

Three groups when it all stops: invited eight days before (their first reminder has left), invited three days before
(theirs is planned), and some whose first reminder is in the outbox but could not be sent.
"""

from collections import Counter
from datetime import timedelta

from companies.mail.models import Message
from companies.outreach.models import Reminder
from tests.chaos import arena, crowd, ledger
from tests.chaos.stage import INVITED, Stage, until

NAME = "downtime"
PROMISE = "ten days down: one mail a person in 72 hours at most, nothing past its time, what was skipped has its reason"
DAYS = timedelta(days=10)
AFTER = [timedelta(hours=hours) for hours in (1, 2, 71.75)]
"""Sweeps after the start, on a Friday; the last one on the Monday, when its 72 hours are nearly over."""


def play(stage: Stage) -> None:
    each, result = stage.size(200, 20), stage.result
    with arena.sink(stage.folder) as sink:
        before(stage, sink, each)
        sent_before = len(sink.accepted())
        waiting = set(Message.objects.filter(state="queued").values_list("pk", flat=True))
        stage.move_clock(DAYS)
        begun = stage.now()
        nudge = arena.Nudge(stage.env["REDIS_URL"], 0.3)
        with arena.node(stage, sink):
            until(lambda: ledger.idle() and not Reminder.objects.due(at=begun).exists(), 300, nudge)
        arena.sweeps(stage, sink, [begun + later for later in AFTER])
        heard = Counter(one.to for one in sink.accepted()[sent_before:] if one.to.endswith(crowd.COMPANIES))
    result.note(companies=3 * each, **{"mails before": sent_before, "mails in 72 hours": heard.total()})
    result.at_most("mails to one person in 72 hours, the most", max(heard.values()), 1)
    stale = Message.objects.filter(pk__in=waiting)
    result.exactly("of messages past their time left", stale.filter(state="sent").count(), 0)
    result.exactly("of messages past their time listed", stale.exclude(last_error="").count(), len(waiting))
    result.exactly("lines ended without a reason", ledger.unreasoned(), 0)
    result.exactly("lines twice in the ledger", ledger.doubled(), 0)
    result.note(**{"lines by end": ends()})
    result.expect("who missed the first rung got the second", heard_once(heard, "late", each))


def before(stage: Stage, sink: arena.Sink, each: int) -> None:
    """What stands when everything stops."""
    crowd.invited(each, name="early")
    crowd.invited(each, name="late", at=INVITED + timedelta(days=5), per_person=1)
    arena.tick(stage, sink)
    crowd.invited(each, name="stuck")
    arena.tick(stage, sink, EMAIL_URL="smtp://127.0.0.1:9")


def heard_once(heard: Counter[str], name: str, each: int) -> bool:
    return sum(count for to, count in heard.items() if to.startswith(name)) == each


def ends() -> dict[str, int]:
    rows = Reminder.objects.values_list("state", "reason")
    return dict(sorted(Counter(" ".join(filter(None, row)) for row in rows).items()))
