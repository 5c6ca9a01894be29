"""Messages per second of the outbox beside a plain smtplib loop: `python -m tests.chaos.throughput`.

The mail server is a process of its own; the loop makes and sends EmailMessage objects over one connection, without a
database. Rounds are interleaved, the median counts. Beside the rate stands the processor time of the sender alone,
which other work on the machine does not disturb.
"""

import os
import shutil
import smtplib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from statistics import median

from tests.chaos import arena
from tests.support import services

MESSAGES = 500
ROUNDS = 5
TEXT = "Bonjour, voici ce que votre entreprise peut demander. " * 8


@dataclass(frozen=True)
class Pace:
    """Messages per second, and microseconds of this process per message."""

    rate: float
    cpu: float


@contextmanager
def timed(paces: list[Pace]) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    spent = time.perf_counter() - wall
    paces.append(Pace(MESSAGES / spent, (time.process_time() - cpu) / MESSAGES * 1e6))


def plain(port: int, paces: list[Pace]) -> None:
    with timed(paces), smtplib.SMTP("127.0.0.1", port) as smtp:
        for number in range(MESSAGES):
            message = EmailMessage()
            message["Subject"], message["From"], message["To"] = f"Objet {number}", "p@a.example", "c@b.example"
            message.set_content(TEXT)
            smtp.send_message(message)


def ours(paces: list[Pace]) -> None:
    from companies.common import clock  # Django was set up by main
    from companies.mail import delivery, outbox
    from companies.mail.wording import Content

    at = clock.now()
    for number in range(MESSAGES):
        content = Content(f"Objet {number}", TEXT, "")
        outbox.post(purpose="t", to="c@b.example", language="fr", content=content, essential=True, at=at)
    with timed(paces):
        tally = delivery.deliver(at=at, seconds=120)
    assert tally.done["sent"] == MESSAGES, tally


def main() -> None:
    services.prepare_environment()
    real, folder = services.Services(), Path(tempfile.mkdtemp(prefix="xp-mail-"))
    real.start()
    try:
        with arena.sink(folder) as sink:
            os.environ["EMAIL_URL"] = sink.url
            import django  # only now: the environment had to be prepared first

            django.setup()
            services.own_database()
            floor, mine = [], []
            for _round in range(ROUNDS):
                plain(sink.port, floor)
                ours(mine)
    finally:
        real.stop()
        shutil.rmtree(folder, ignore_errors=True)
    for name, paces in [("plain loop", floor), ("outbox", mine)]:
        print(f"{name:11} {median(p.rate for p in paces):5.0f}/s {median(p.cpu for p in paces):5.0f} us of processor")
    print(f"ratio {median(p.rate for p in mine) / median(p.rate for p in floor):.2f}")


if __name__ == "__main__":
    main()
