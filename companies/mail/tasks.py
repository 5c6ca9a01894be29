"""Celery's door to the sending of mail. The rows are the truth; a lost hint is made up for by the next tick."""

import logging
import time
from typing import Final

from celery import shared_task

from companies.common import clock
from companies.mail import delivery
from companies.mail.inbound import reading

logger = logging.getLogger(__name__)

SILENCE: Final = 30.0
"""Seconds without hints after one failed: a broker that hangs must not hold up one request after the other."""

_silent_until = float("-inf")


@shared_task(name="mail.deliver", expires=55)
def deliver() -> None:
    done = delivery.deliver(at=clock.now()).done
    if done:
        logger.info("Mail: %s", ", ".join(f"{count} {state}" for state, count in sorted(done.items())))


@shared_task(name="mail.read", expires=110)
def read() -> None:
    looked = reading.read(at=clock.now())
    if looked.done:
        logger.info("Mailbox: %s", ", ".join(f"{count} {kind}" for kind, count in sorted(looked.done.items())))


def hint() -> None:
    """Ask a worker to send at once what was just posted. Never fails: the next tick finds the same rows."""
    global _silent_until
    if time.monotonic() > _silent_until and deliver.delay() is None:
        _silent_until = time.monotonic() + SILENCE
