"""Log lines in UTC: the C library reads the machine's own zone data, which may be an hour off for Casablanca."""

import logging
import time


class UtcFormatter(logging.Formatter):
    """As Python's, with the time in UTC, marked so."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"
