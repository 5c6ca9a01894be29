"""The business clock: the one place that asks what time it is.

Instants are aware and in UTC, dates are days in Casablanca. SQL never computes a
local date (docs/adr/0004): Python does, with the pinned `tzdata`.
Read the clock at the door (view, task, command) and pass `at` or `on` down.
"""

import time as monotonic
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from companies.common.models import ClockOffset
from companies.common.refusals import Refusal

_OFFSET_KEPT_SECONDS = 1.0
_offset: tuple[float, int] = (float("-inf"), 0)


def zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """The current business instant; ahead of the wall clock only in a demonstration."""
    return timezone.now() + timedelta(days=offset_days())


def today() -> date:
    return local(now()).date()


def local(instant: datetime) -> datetime:
    return instant.astimezone(zone())


def local_day(instant: datetime) -> date:
    return local(instant).date()


def instant(day: date, at: time) -> datetime:
    """The UTC instant at which clocks in Casablanca show `day`, `at`."""
    return datetime.combine(day, at, tzinfo=zone()).astimezone(UTC)


def start_of(day: date) -> datetime:
    return instant(day, time.min)


def end_of(day: date) -> datetime:
    """The last moment of a deadline's day: 23:59:59 local, law and letters say "up to and including"."""
    return instant(day, time(23, 59, 59))


def offset_days() -> int:
    """Days the demonstration runs ahead; 0, and no query, outside a demonstration."""
    global _offset
    if not settings.DEMO:
        return 0
    read_at, days = _offset
    if monotonic.monotonic() - read_at > _OFFSET_KEPT_SECONDS:
        days = ClockOffset.objects.values_list("days", flat=True).filter(pk=1).first() or 0
        _offset = (monotonic.monotonic(), days)
    return days


def advance(days: int) -> int:
    """Move the demonstration's clock ahead by `days`; the new offset. Refused outside a demonstration."""
    global _offset
    if not settings.DEMO:
        raise Refusal("The clock moves only in a demonstration (DEMO is off).")
    if days < 0:
        raise Refusal("The clock only moves ahead: what was done on later days cannot be undone.")
    row, _created = ClockOffset.objects.get_or_create(pk=1)
    row.days += days
    row.save(update_fields=["days"])
    _offset = (monotonic.monotonic(), row.days)
    return row.days
