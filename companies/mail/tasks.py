"""Celery's door to the sending of mail. The rows are the truth; a lost hint is made up for by the next tick."""

from celery import shared_task

from companies.common import clock
from companies.mail import delivery


@shared_task(name="mail.deliver", expires=55)
def deliver() -> None:
    delivery.deliver(at=clock.now())


def hint() -> None:
    """Ask a worker to send at once what was just posted. Never fails: the next tick finds the same rows."""
    deliver.delay()
