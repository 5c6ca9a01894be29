"""Eighteen kinds of misbehaviour by the mail server: fourteen towards an address, all mixed; four towards everybody."""

import time
from collections import Counter, defaultdict

from companies.mail.models import Address, Message, Relay
from tests.chaos import arena, ledger, letters, misdeeds
from tests.chaos.stage import Result, Stage, until

NAME = "misbehaviour"
PROMISE = "18 kinds of misbehaviour: each to its class, nothing lost, nobody blocked past the deadline, breaker opens"
ENDS = {
    # What each comes to: state, attempts at least, whether the address is flagged.
    "r450": ("sent", 2, False),
    "r451": ("sent", 2, False),
    "r452": ("sent", 2, False),
    "r550": ("dead", 1, True),
    "r552": ("dead", 1, True),
    "r571": ("sent", 2, False),
    "d554": ("dead", 1, False),
    "d451": ("sent", 2, False),
    "drop": ("sent", 2, False),
    "drip": ("sent", 2, False),
    "mute354": ("sent", 2, False),
    "reset": ("uncertain", 1, False),
    "mutedot": ("uncertain", 1, False),
    "slow": ("sent", 1, False),
}
TIMES = {"MAIL_SMTP_TIMEOUT": "2", "MAIL_DEADLINE": "3", "MAIL_LEASE": "6"}
LONGEST = 6.0
"""Deadline, time-out, and a second to be killed for it."""


def play(stage: Stage) -> None:
    result = stage.result
    _to_addresses(stage, result)
    ledger.forget()
    _to_everybody(stage, result)


def _to_addresses(stage: Stage, result: Result) -> None:
    number = stage.size(100, 3)
    for n in range(number):  # mixed: one of each in turn
        for kind in ENDS:
            letters.post(stage, 1, f"{kind}.{n}")
    nudge = arena.Nudge(stage.env["REDIS_URL"], 0.2, plan=False)
    longest = Longest()
    with arena.sink(stage.folder) as sink, arena.node(stage, sink, senders=stage.size(8, 6), **TIMES):
        took = until(ledger.idle, 400, lambda: (nudge(), longest.look()))
        accepted = Counter(each.to.partition(".")[0] for each in sink.accepted())
    found = ends()
    for kind, wanted in ENDS.items():
        result.exactly(kind, found[kind], {wanted: number})
    result.note(**{"mixed run": f"{number * len(ENDS)} messages in {took:.0f} s"})
    lost = {kind: accepted[kind] for kind in ENDS if ENDS[kind][0] == "sent" and accepted[kind] != number}
    result.exactly("kinds not accepted exactly once each", lost, {})
    result.at_most("seconds a message was in a sender's hands, the most", round(longest.seconds), round(LONGEST))


def ends() -> dict[str, Counter]:
    """By kind: how often each end, attempts counted up to two."""
    flagged = set(Address.objects.filter(state="bounced").values_list("email", flat=True))
    found: dict[str, Counter] = defaultdict(Counter)
    for to, state, attempts in Message.objects.values_list("to_email", "state", "attempts"):
        found[to.partition(".")[0]][state, min(attempts, 2), to in flagged] += 1
    return found


class Longest:
    """For how long one sender has held a lease, as seen from outside."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.since: dict[object, float] = {}

    def look(self) -> None:
        now = time.monotonic()
        tokens = set(Message.objects.filter(state="leased").values_list("lease_token", flat=True))
        self.since = {token: self.since.get(token, now) for token in tokens}
        self.seconds = max([self.seconds, *(now - since for since in self.since.values())])


def _to_everybody(stage: Stage, result: Result) -> None:
    number = stage.size(100, 5)
    nudge = arena.Nudge(stage.env["REDIS_URL"], 0.2, plan=False)
    alone = stage.sub("everybody")
    with arena.sink(alone.folder) as sink, arena.node(alone, sink, senders=2, **TIMES):
        for kind in misdeeds.TO_EVERYBODY:
            sink.behave(kind)
            letters.post(stage, number, kind)
            opened = until(lambda: Relay.objects.filter(failures__gt=0).exists(), 300, nudge)
            spent = Message.objects.filter(to_email__startswith=kind, attempts__gt=0).count()
            sink.behave()
            until(ledger.idle, 300, nudge)
            letters.post(stage, 1, f"{kind}.after")  # who sends it finds the server well, and says so
            until(lambda: ledger.idle() and not Relay.objects.filter(failures__gt=0).exists(), 300, nudge)
            result.figures[kind] = f"paused after {opened:.1f} s, {spent} attempts spent, then all sent"
            result.expect(f"{kind}: no message pays ({spent})", spent == 0)
        copies = len(sink.accepted())
    wanted = (number + 1) * len(misdeeds.TO_EVERYBODY)
    result.exactly("to everybody: messages by state", ledger.states(), {"sent": wanted})
    result.exactly("to everybody: accepted", copies, wanted)
