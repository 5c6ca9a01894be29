"""A sender that sleeps past its lease (SIGSTOP) and wakes up (SIGCONT): what it holds is no longer its own."""

import os
import signal

from django.db.models.functions import Now

from companies.mail.models import Message
from tests.chaos import arena, ledger, letters
from tests.chaos.stage import Result, Stage, until

NAME = "sleepers"
PROMISE = "a sender stopped past its lease and continued costs one extra copy at most, and overwrites nothing"
EACH = 6


def play(stage: Stage) -> None:
    result, sleeps, extra = stage.result, stage.size(20, 2), []
    with arena.sink(stage.folder, pause=0.05) as sink:
        for number in range(sleeps):
            letters.post(stage, EACH, f"sleep{number}")
            before = len(sink.accepted())
            _sleep(stage, sink, before, result)
            extra.append(len(sink.accepted()) - before - EACH)
    wanted = sleeps * EACH
    accepted = sink.accepted()
    result.note(sleeps=sleeps, messages=wanted)
    result.exactly("messages by state", ledger.states(), {"sent": wanted})
    result.exactly("lost", len(set(ledger.message_ids()) - {each.message for each in accepted}), 0)
    result.note(**{"extra in all": sum(extra)})
    result.at_most("extra at one sleep, the most", max(extra), 1)


def _sleep(stage: Stage, sink: arena.Sink, before: int, result: Result) -> None:
    """One sender is stopped while it talks; when its lease is over another one comes; then it goes on."""
    sleeper = arena.deliver(stage, sink, MAIL_LEASE="4", MAIL_DEADLINE="2", MAIL_SMTP_TIMEOUT="1")
    until(lambda: len(sink.accepted()) > before + 1, 60)
    os.kill(sleeper.pid, signal.SIGSTOP)
    leased = set(Message.objects.filter(state="leased").values_list("pk", flat=True))
    result.expect("the sleeper holds a lease", bool(leased))
    until(lambda: _over(leased), 30)
    arena.deliver(stage, sink).wait(60)
    tokens = _noted()
    os.kill(sleeper.pid, signal.SIGCONT)
    result.expect("the sleeper ends well", sleeper.wait(60) == 0)
    result.expect("what it wakes up to changes nothing", _noted() == tokens)


def _over(leased: set) -> bool:
    """Their lease has run out, on the database's clock."""
    return not Message.objects.filter(pk__in=leased, lease_until__gte=Now()).exists()


def _noted() -> list[tuple]:
    return list(Message.objects.order_by("pk").values_list("pk", "state", "attempts", "accepted_at"))
