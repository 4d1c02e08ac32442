"""The one source of time: an injectable now, IANA zones from PyPI tzdata, the personal day."""

import time
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# The operating system's copy is often years old and an hour off; only PyPI's tzdata counts.
zoneinfo.reset_tzpath(())


class UnknownZone(ValueError):
    """A time zone name that the tz database does not know."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


def now_ms() -> int:
    """The present instant in milliseconds since 1970 UTC."""
    return int(time.time() * 1000)


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name (links included); raises UnknownZone."""
    try:
        if name != name.strip() or name.startswith((".", "/")):
            raise ValueError(name)
        return ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise UnknownZone(name) from error


def local_date(instant: datetime, zone_name: str, day_starts_at: int) -> date:
    """The personal day of an instant: the local date, minus one before `day_starts_at` o'clock."""
    local = instant.astimezone(zone(zone_name))
    return local.date() - timedelta(days=1 if local.hour < day_starts_at else 0)


def today(zone_name: str, day_starts_at: int) -> date:
    """The personal day of this moment."""
    return local_date(now(), zone_name, day_starts_at)
