"""Log lines for whoever collects them: in UTC, and without anything that opens a door."""

import logging
import re
import time

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
