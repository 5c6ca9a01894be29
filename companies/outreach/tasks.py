"""Celery's door to the reminders: a tick, which asks "what should exist now?" and never "what is today's slot?"."""

from celery import shared_task

from companies.common import clock
from companies.outreach.ticking import sweep_and_count


@shared_task(name="outreach.tick", expires=55)
def tick() -> None:
    sweep_and_count(at=clock.now())
