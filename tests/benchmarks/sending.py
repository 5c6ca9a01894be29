"""Messages a second from the outbox, beside a plain smtplib loop on one connection, in turn; a second worker; memory.

What others reach of the same loop, measured once with the same kind of server: django-post-office 1.26, noting a
hundred at once; Celery with a task for each message 0.64, with two workers 0.55; django-mailer 0.34. A sketch of twenty
lines that notes each message by itself: 1.10.
"""

import smtplib
import statistics
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.db import connection

from companies.mail.models import Message
from companies.mail.outbox import deliver_due
from exportprogram.services import paths
from tests.benchmarks.databases import clone_of_base, using
from tests.benchmarks.results import Result
from tests.benchmarks.world import World

MESSAGES = 2000
ROUNDS = 5
ROUNDS_OF_WORKERS = 3
BATCHES_OF_MEMORY = 4
TEXT = "Bonjour, votre candidature attend votre réponse. " * 8
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


def results(world: World, *, messages: int = MESSAGES) -> list[Result]:
    with clone_of_base(world, "bench_mail") as database, using(database):
        return [*_rates(messages), _second_worker(world, database, messages), _memory(world, database, messages)]


# -- the rate ----------------------------------------------------------------------------------


def _rates(messages: int) -> list[Result]:
    plain, outbox, sent = [], [], Counter[str]()
    for _ in range(ROUNDS):
        plain.append(messages / _plain(messages))
        outbox.append(messages / _outbox(messages, sent))
    ratio = statistics.median(o / p for o, p in zip(outbox, plain, strict=True))
    return [
        Result("smtplib loop, one connection", statistics.median(plain), "messages/s"),
        Result("outbox, each message noted", statistics.median(outbox), "messages/s"),
        Result("outbox, of the smtplib loop", ratio, "times", 1.3, more=True, note="others 1.26, 0.64, 0.34"),
        Result("outbox", sent["statements"] / (ROUNDS * messages), "statements/message", 1.1),
    ]


def _plain(count: int) -> float:
    began = time.monotonic()
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as line:
        for number in range(count):
            line.send_message(_message(number))
    return time.monotonic() - began


def _message(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "programme@bench.example", f"contact{number}@bench.example"
    message["Subject"] = f"Votre candidature {number}"
    message.set_content(TEXT)
    return message


def _outbox(count: int, sent: Counter[str]) -> float:
    """Seconds to empty an outbox of text messages; the statements it took are added to `sent`."""
    fill(count)

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent["statements"] += 1
        return execute(sql, params, many, context)

    began = time.monotonic()
    with connection.execute_wrapper(counting):
        tally = deliver_due(at=AT, seconds=120)
    if tally.done["sent"] != count:
        raise RuntimeError(f"The outbox sent {tally}")
    return time.monotonic() - began


def fill(count: int) -> None:
    """As many due messages, of text only like those of the loop."""
    Message.objects.bulk_create(
        Message(
            purpose="bench",
            to_email=f"contact{n}@bench.example",
            language="fr",
            subject=f"Votre candidature {n}",
            text=TEXT,
            essential=True,
            posted_at=AT,
        )
        for n in range(count)
    )


# -- workers in processes of their own -----------------------------------------------------------


class Worker:
    """`python -m tests.benchmarks.sender`: sends what is due each time it is told to, and says how large it is."""

    def __init__(self, world: World, database: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.sender", world.postgres.url(database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=paths.BASE,
        )
        self.said()

    def go(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def said(self) -> int:
        """Kilobytes in memory, once it has sent all there was."""
        assert self.process.stdout
        return int(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.communicate(timeout=30)


def _second_worker(world: World, database: str, messages: int) -> Result:
    workers = [Worker(world, database) for _ in range(2)]
    try:
        pairs = [(_drained(workers[:1], messages), _drained(workers, messages)) for _ in range(ROUNDS_OF_WORKERS)]
    finally:
        for worker in workers:
            worker.stop()
    ratio = statistics.median(one / two for one, two in pairs)
    return Result("two workers, of one", ratio, "times", 1, more=True, note="Celery 0.86, django-post-office 0.83")


def _drained(workers: list[Worker], messages: int) -> float:
    fill(messages)
    began = time.monotonic()
    for worker in workers:
        worker.go()
    for worker in workers:
        worker.said()
    seconds = time.monotonic() - began
    if Message.objects.exclude(state="sent").exists():
        raise RuntimeError("The workers left messages")
    return seconds


def _memory(world: World, database: str, messages: int) -> Result:
    """What a worker has gained, after its first batch, over all others."""
    worker = Worker(world, database)
    try:
        sizes = [_size_after(worker, messages) for _ in range(BATCHES_OF_MEMORY)]
    finally:
        worker.stop()
    sent = messages * (BATCHES_OF_MEMORY - 1)
    growth = (sizes[-1] - sizes[0]) / sizes[0] * 100
    return Result(f"memory of a worker, over {sent} messages", growth, "% more", 2, note=f"{sizes[0] // 1024} MB")


def _size_after(worker: Worker, messages: int) -> int:
    fill(messages)
    worker.go()
    return worker.said()
