"""Celery's door to what the entrance leaves behind."""

from celery import shared_task

from companies.common import clock
from companies.enrolment.actions import sweeping


@shared_task(name="enrolment.sweep_entries")
def sweep_entries() -> None:
    sweeping.sweep(clock.now())
