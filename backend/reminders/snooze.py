"""When a snoozed reminder comes back (no I/O)."""

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from backend.reminders.rules import exists, instant

Choice = Literal["hour", "evening", "tomorrow"]

HOUR_MS = 3_600_000
_EVENING, _EVENING_HAS_COME = 19, 18
_DAY = timedelta(days=1)


def snoozed_until(choice: Choice, now: int, minute: int, zone: ZoneInfo, home: ZoneInfo) -> int:
    """In an hour; at 19:00 where the person is, or in two hours once it is 18:00; tomorrow at the
    reminder's own minute in its own zone."""
    if choice == "hour":
        return now + HOUR_MS
    if choice == "evening":
        local = datetime.fromtimestamp(now / 1_000, home)
        if local.hour >= _EVENING_HAS_COME:
            return now + 2 * HOUR_MS
        return instant(local.date(), _EVENING * 60, home)
    day = datetime.fromtimestamp(now / 1_000, zone).date() + _DAY
    return instant(day if exists(day, zone) else day + _DAY, minute, zone)
