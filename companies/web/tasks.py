"""Celery's door to what the entrance leaves behind."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="web.forget_sessions")
def forget_sessions() -> None:
    """Delete the rows of sessions that have ended; every code asked for by a stranger leaves one."""
    call_command("clearsessions")
