"""The project: wiring only, no word of the domain. The domain is in `companies`."""

from .celery import app as celery_app

__all__ = ["celery_app"]
