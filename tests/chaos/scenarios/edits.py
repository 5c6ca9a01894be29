"""A case closed, or a rule switched off, while its messages wait or are in a sender's hands."""

import os
import signal
from datetime import timedelta

from django.db.models.functions import Now

from companies.cases import actions as cases
from companies.cases.enums import ClosedAs
from companies.cases.models import Case
from companies.journal.actors import SYSTEM
from companies.mail import relay
from companies.mail.models import Message
from companies.outreach.models import Policy, Reminder
from tests.chaos import arena, crowd, ledger
from tests.chaos.stage import INVITED, Result, Stage, until

NAME = "edits"
PROMISE = "case closed or rule switched off meanwhile: nothing leaves after it but what was in a sender's hands"
NOWHERE = "smtp://127.0.0.1:9"


def play(stage: Stage) -> None:
    result, each = stage.result, stage.size(100, 10)
    with arena.sink(stage.folder, pause=0.05) as sink:
        _closed_while_queued(stage, sink, result, each)
        _closed_while_leased(stage, sink, result, each)
        _switched_off_while_queued(stage, sink, result, each)


def _closed_while_queued(stage: Stage, sink: arena.Sink, result: Result, each: int) -> None:
    closing, staying = queued(stage, sink, "closing", each), queued(stage, sink, "staying", each)
    close(stage, closing)
    after(stage, sink)
    result.exactly("closed while queued: left", left(sink, "closing"), 0)
    result.exactly("closed while queued: withdrawn", withdrawn(closing), each)
    result.exactly("closed while queued: of the others left", left(sink, "staying"), len(staying))


def _closed_while_leased(stage: Stage, sink: arena.Sink, result: Result, each: int) -> None:
    """The sender is stopped in the middle of its claim, so that what is in its hands is known exactly."""
    held = queued(stage, sink, "held", each)
    sender = arena.deliver(stage, sink, MAIL_BATCH="5")
    try:
        until(lambda: left(sink, "held") >= 2, 60)
    except TimeoutError:
        sender.kill()
        sender.wait()
        raise
    os.kill(sender.pid, signal.SIGSTOP)
    before = left(sink, "held")
    hands = Message.objects.filter(state="leased").count()
    close(stage, held)
    os.kill(sender.pid, signal.SIGCONT)
    sender.wait(60)
    after(stage, sink)
    gone = left(sink, "held") - before
    result.figures["closed while leased"] = f"{hands} in the sender's hands, {gone} left, {withdrawn(held)} withdrawn"
    result.expect(f"closed while leased: {gone} left, {hands} were in the sender's hands", gone <= hands)
    result.expect("closed while leased: the others are withdrawn", withdrawn(held) >= each - before - hands)


def _switched_off_while_queued(stage: Stage, sink: arena.Sink, result: Result, each: int) -> None:
    planned = crowd.invited(each, name="later", at=INVITED + timedelta(days=3, hours=2))  # due in two hours
    rows = queued(stage, sink, "off", each)
    today = stage.now().date()
    for rule in Policy.objects.filter(kind="invited").order_by("rung", "-valid_from").distinct("rung"):
        Policy.objects.create(kind="invited", rung=rule.rung, wait_days=rule.wait_days, active=False, valid_from=today)
    after(stage, sink)
    result.exactly("rule off while queued: left", left(sink, "off"), 0)
    result.exactly("rule off while queued: withdrawn", withdrawn(rows), each)
    lines = Reminder.objects.filter(case__in=planned, state="cancelled", reason="off")
    result.exactly("rule off while planned: cancelled with its reason", lines.count(), each)


def queued(stage: Stage, sink: arena.Sink, name: str, each: int) -> list[Case]:
    """Cases whose reminder is in the outbox, due; the mail server could not be reached so far."""
    made = crowd.invited(each, name=name)
    arena.tick(stage, sink, EMAIL_URL=NOWHERE)
    relay.end_pause()  # a sender that starts before the pause is over leaves at once
    Message.objects.filter(state="queued").update(next_attempt_at=Now())
    return made


def close(stage: Stage, rows: list[Case]) -> None:
    for case in rows:
        cases.close(case, closed_as=ClosedAs.DECLINED, by=SYSTEM, at=stage.now())


def after(stage: Stage, sink: arena.Sink) -> None:
    """Life goes on until the outbox is empty."""
    until(ledger.idle, 90, lambda: arena.tick(stage, sink))


def left(sink: arena.Sink, name: str) -> int:
    return sum(1 for each in sink.accepted() if each.to.startswith(name))


def withdrawn(rows: list[Case]) -> int:
    return Message.objects.filter(stream__in=[each.stream for each in rows], state="withdrawn").count()
