"""Celery: it carries hints and ticks the clock; what is due and what was done stands in PostgreSQL."""

import logging
import os
from typing import Any

from celery import Celery, Task
from celery.signals import beat_init, worker_init
from django.conf import settings
from django.db import connection
from kombu.exceptions import OperationalError

from companies.common.boot import check_time
from exportprogram.services.broker import reach

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exportprogram.settings")

logger = logging.getLogger(__name__)


class Hint(Task):
    """A task whose loss loses nothing: the next tick finds the same rows, so a broker that is down stops nobody."""

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        """As Celery's, but None with a warning when the broker cannot be reached."""
        try:
            reach(settings.BROKER_URL)
            return super().apply_async(*args, **kwargs)
        except (OSError, OperationalError) as error:
            logger.warning("The broker did not take %s, the next tick will do its work: %s", self.name, error)
            return None


app = Celery("exportprogram", task_cls=Hint)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def check_time_at_boot(**_: Any) -> None:
    """Celery's own boot hooks; it ignores the errors of Django's system checks."""
    check_time()
    connection.close()
