"""Invitations leave while workers are killed and the broker is emptied."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import arena, oracle

PATIENCE = 240.0


@dataclass(frozen=True)
class Plan:
    """How much goes wrong. Kills and flushes are spread evenly over the messages."""

    messages: int
    kills: int
    flushes: int
    refused: float = 0.10
    pause: float = 0.01

    def kill_at(self) -> list[int]:
        return [self.messages * (n + 1) // (self.kills + 2) for n in range(self.kills)]

    def flush_at(self) -> list[int]:
        return [self.messages * (2 * n + 1) // (2 * self.flushes + 1) for n in range(self.flushes)]


@dataclass(frozen=True)
class Report:
    accepted: int
    messages: int
    killed: list[set[int]]
    flushes: int
    seconds: float
    verdict: oracle.Verdict


def play(plan: Plan, folder: Path, env: dict[str, str]) -> Report:
    """Needs an empty database with reference data. Raises TimeoutError when the outbox does not empty."""
    from companies.mail.models import Message  # Django was set up by the caller
    from companies.mail.tasks import hint

    with arena.sink(folder, refused=plan.refused, pause=plan.pause) as sink:
        workers = arena.Workers(env | arena.SHORT | {"EMAIL_URL": sink.url}, folder)
        invite(plan.messages)
        begun = time.monotonic()
        workers.start()
        try:
            _suffer(plan, sink, workers, env["REDIS_URL"], hint)
            arena.wait_until(
                lambda: not Message.objects.filter(state__in=["queued", "leased"]).exists(), PATIENCE, hint
            )
        finally:
            workers.stop()
        accepted = sink.accepted()
    wanted = [f"<{pk}@testserver>" for pk in Message.objects.values_list("pk", flat=True)]
    killed = {pid for group in workers.killed for pid in group}
    verdict = oracle.judge(wanted, accepted, killed)
    return Report(len(accepted), len(wanted), workers.killed, plan.flushes, time.monotonic() - begun, verdict)


def _suffer(plan: Plan, sink: arena.Sink, workers: arena.Workers, broker: str, hint: Callable[[], None]) -> None:
    """Each misfortune at its number of accepted messages."""
    events = sorted([(at, "kill") for at in plan.kill_at()] + [(at, "flush") for at in plan.flush_at()])
    for count, event in events:
        arena.wait_until(lambda count=count: len(sink.accepted()) >= count, PATIENCE, hint)
        if event == "flush":
            arena.flush(broker)
        else:
            workers.kill()
            workers.start()


def invite(number: int) -> None:
    """Companies, their cases, and the officer's one press of "send the invitations"."""
    from companies.cases.models import Case
    from companies.enrolment import actions as enrolment
    from tests.support import making

    officer = making.person()
    cases = [making.case(officer=officer, town="Casablanca") for _n in range(number)]
    invited = enrolment.invite(cases, by=officer.actor, at=making.AT)
    assert len(invited) == number == Case.objects.filter(status="invited").count()
