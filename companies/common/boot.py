"""What every process must establish before it serves anyone: that it knows the time in Morocco.

Morocco has been on UTC since 20 September 2026. Zone data older than tz 2026c puts Casablanca an hour ahead, so the
package reads the pinned `tzdata` and never the machine's own files. See docs/adr/0004-time.md.
"""

import logging
import zoneinfo
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection

zoneinfo.reset_tzpath(to=())

logger = logging.getLogger(__name__)

PROBE = datetime(2026, 12, 1, 12, tzinfo=UTC)
"""An instant at which old and current zone data disagree about Casablanca: 13:00 against 12:00."""

RIGHT = "12:00"


class WrongTime(RuntimeError):
    """Python's zone data are too old to be trusted with a deadline."""


def check_time() -> None:
    """Refuse to start on wrong zone data; warn when only the database server's are wrong.

    The server's zone data are never relied upon (no local date is computed in SQL), so they do not stop anyone.
    Raises WrongTime.
    """
    check_python_time()
    check_server_time()


def check_python_time() -> None:
    found = PROBE.astimezone(ZoneInfo("Africa/Casablanca")).strftime("%H:%M")
    if found != RIGHT:
        raise WrongTime(
            f"Python reads {found} in Casablanca at {PROBE:%Y-%m-%d %H:%M} UTC, where {RIGHT} is right: "
            "install the pinned tzdata (requirements.txt) and leave PYTHONTZPATH unset."
        )


def check_server_time() -> None:
    """Log when PostgreSQL is wrong: a warning for a server someone looks after, a note for the embedded one."""
    try:
        found = _server_says()
    except DatabaseError as error:
        logger.info("The database was not asked for the time: %s", str(error).partition("\n")[0])
        return
    if found != RIGHT:
        logger.log(
            logging.DEBUG if settings.EMBEDDED_DATABASE else logging.WARNING,
            "PostgreSQL reads %s in Casablanca at %s, where %s is right: its zone data are older than 2026c. "
            "Nothing here relies on them, but reports written in SQL would be an hour off.",
            found,
            PROBE,
            RIGHT,
        )


def _server_says() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_char(timezone('Africa/Casablanca', %s::timestamptz), 'HH24:MI')", [PROBE])
        (found,) = cursor.fetchone()
    return str(found)
