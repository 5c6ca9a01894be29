"""Messages a second from the outbox, beside a plain smtplib loop on one connection, in turn."""

import smtplib
import statistics
import time
from collections import Counter
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.db import connection

from companies.mail.models import Message
from companies.mail.outbox import deliver_due
from tests.benchmarks.databases import clone_of_base, using
from tests.benchmarks.results import Result
from tests.benchmarks.world import World

MESSAGES = 1000
ROUNDS = 3
TEXT = "Bonjour, votre candidature attend votre réponse. " * 8


def results(world: World, *, messages: int = MESSAGES) -> list[Result]:
    plain, outbox, sent = [], [], Counter[str]()
    with clone_of_base(world, "bench_mail") as database, using(database):
        for _ in range(ROUNDS):
            plain.append(messages / _plain(messages))
            outbox.append(messages / _outbox(messages, sent))
    ratio = statistics.median(o / p for o, p in zip(outbox, plain, strict=True))
    return [
        Result("smtplib loop, one connection", statistics.median(plain), "messages/s"),
        Result("outbox, each message noted", statistics.median(outbox), "messages/s"),
        Result("outbox, of the smtplib loop", ratio, "times", 1.3, more=True),
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
    at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    Message.objects.bulk_create(
        Message(
            purpose="bench",
            to_email=f"contact{n}@bench.example",
            language="fr",
            subject=f"Votre candidature {n}",
            text=TEXT,
            essential=True,
            posted_at=at,
        )
        for n in range(count)
    )

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent["statements"] += 1
        return execute(sql, params, many, context)

    began = time.monotonic()
    with connection.execute_wrapper(counting):
        tally = deliver_due(at=at, seconds=120)
    if tally.done["sent"] != count:
        raise RuntimeError(f"The outbox sent {tally}")
    return time.monotonic() - began
