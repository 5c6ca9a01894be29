"""Log lines for whoever collects them: in UTC, and without anything that opens a door."""

import logging
import re
import time
from typing import Any

_TOKEN = re.compile(r"(?i)((?:/|%2f)(?:i|r|p|go)(?:/|%2f))[\w-]{16,}")


class LineFormatter(logging.Formatter):
    """As Python's, with the time in UTC, marked so, and without the tokens of personal links.

    The C library reads the machine's own zone data, which may be an hour off for Casablanca. Django logs the address
    of a request that it refuses, and the address of a personal link is its key; tracebacks quote it too.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub(r"\1***", super().format(record))


def configuration(level: str) -> dict[str, Any]:
    """All lines on standard error; libraries that speak of each step are held back."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "exportprogram.services.logs.LineFormatter",
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "mail.log": {"level": "WARNING"},  # aiosmtpd's, in the tests
            "flufl.bounce": {"level": "WARNING"},  # a line for each form of report it tries
            "pypdf": {"level": "ERROR"},  # a line for each oddity of somebody's PDF
            # Celery's own lines for each hint received, done, or too old to matter: our tasks say what they did.
            **{f"celery.{name}": {"level": "WARNING"} for name in ("worker.strategy", "worker.request", "app.trace")},
            "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
            # runserver's own has no mask
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
    }
