"""Messages that are poison to who sends them: some raise, some kill their sender, some eat all its memory."""

from companies.mail.models import Message
from tests.chaos import arena, ledger, letters
from tests.chaos.stage import Stage, until

NAME = "poison"
PROMISE = "25 poisonous messages among healthy ones: all others sent, each of them dead after its attempts, and visible"
HEALTHY = {"MAIL_LEASE": "3", "MAIL_DEADLINE": "1", "MAIL_SMTP_TIMEOUT": "1"}


def play(stage: Stage) -> None:
    counts = {"raise": stage.size(15, 2), "kill": stage.size(5, 1), "memory": stage.size(5, 1)}
    healthy, tries = stage.size(500, 40), stage.size(6, 3)
    for kind, number in counts.items():
        letters.post(stage, number, kind, subject=kind)
    letters.post(stage, healthy, "healthy")
    result, nudge = stage.result, arena.Nudge(stage.env["REDIS_URL"], 0.3, plan=False)
    backoff = ",".join(["1"] * (tries - 1))
    with arena.sink(stage.folder) as sink:
        with arena.node(stage, sink, CHAOS_POISON="1", MAIL_BACKOFF=backoff, **HEALTHY) as node:
            took = until(lambda: len(sink.accepted()) >= healthy, 300, nudge)
            until(ledger.idle, 300, nudge)
        accepted, died = sink.accepted(), node.died()
    dead = Message.objects.filter(state="dead")
    result.note(healthy=healthy, poison=counts, **{"healthy sent after": f"{took:.1f} s"})
    result.exactly("states", ledger.states(), {"dead": sum(counts.values()), "sent": healthy})
    result.exactly("accepted", len(accepted), healthy)
    result.exactly("attempts of the dead", sorted(set(dead.values_list("attempts", flat=True))), [tries])
    result.exactly("dead without words", dead.filter(last_error="").count(), 0)
    result.exactly("dead by their subject", dead.exclude(subject__in=counts).count(), 0)
    # The first in a batch is not yet known for what it is: no attempt is counted.
    result.at_most("deaths of senders", len(died), counts["kill"] * (tries + 1))
