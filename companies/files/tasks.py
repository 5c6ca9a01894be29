"""Celery's door to the virus check and to what is no longer needed. A lost hint is made up for by the next tick."""

import logging

from celery import shared_task

from companies.common import clock
from companies.files import housekeeping, scanning

logger = logging.getLogger(__name__)


@shared_task(name="files.scan", expires=55)
def scan() -> None:
    done = scanning.scan_due(at=clock.now())
    if done:
        logger.info("Virus check: %s", ", ".join(f"{count} {state}" for state, count in sorted(done.items())))


@shared_task(name="files.tidy")
def tidy() -> None:
    housekeeping.tidy(at=clock.now())


def hint() -> None:
    """Ask a worker to check at once what just came in. Never fails: the next tick finds the same rows."""
    scan.delay()
