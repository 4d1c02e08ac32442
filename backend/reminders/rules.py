"""When a reminder is due, by the wall clock of its zone (no I/O).

A reminder is an IANA zone, a minute of the day and a mask of weekdays (bit 0 = Monday); instants
are milliseconds since 1970 UTC and always computed from these, never advanced by 24 hours.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zlib import crc32
from zoneinfo import ZoneInfo

WINDOW_MS = 3 * 3_600_000  # how late a reminder may still arrive
FLOWN_OVER_MS = 3_600_000  # how late it may be when its owner has flown over its time
APART_MS = 12 * 3_600_000  # between two of one reminder, whatever zones its owner crosses
EVERY_DAY = 127
_DAY = timedelta(days=1)
_LOOK_AHEAD_DAYS = 16  # one weekday a week, of which one date may not exist, and its neighbours
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_FIRST_BACK_OFF_MS = 1_000
_LONGEST_BACK_OFF_MS = 60_000


@dataclass(frozen=True, slots=True)
class Schedule:
    """The wall-clock rule of one reminder."""

    minute: int
    weekdays: int
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One instant of a schedule and the wall time it stands for, such as 2027-03-14T02:30."""

    at: int
    local_key: str


def parse_time(text: str) -> int | None:
    """Minute of the day of `HH:MM`, 24-hour; None for anything else."""
    match = _TIME.fullmatch(text)
    return int(match[1]) * 60 + int(match[2]) if match else None


def format_time(minute: int) -> str:
    """`HH:MM` of a minute of the day."""
    return f"{minute // 60:02}:{minute % 60:02}"


def instant(day: date, minute: int, zone: ZoneInfo) -> int:
    """The instant of a wall time; RFC 5545 3.3.5: in a gap the offset before it, else the first."""
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    return int(wall.timestamp()) * 1_000


@lru_cache(maxsize=4_096)
def exists(day: date, zone: ZoneInfo) -> bool:
    """False for a date that a zone left out by crossing the date line: it has no noon."""
    noon = instant(day, 720, zone) // 1_000
    return datetime.fromtimestamp(noon, zone).date() == day


@lru_cache(maxsize=4_096)  # of those due together most have the same schedule
def next_occurrence(schedule: Schedule, after: int, last_key: str = "") -> Occurrence | None:
    """The first occurrence later than `after` whose wall time is later than `last_key`.

    `last_key` is the wall time that fired last: whoever flies west does not get it twice.
    """
    # A gap over midnight moves an occurrence to the next date, so begin one date early.
    day = datetime.fromtimestamp(after / 1_000, schedule.zone).date() - _DAY
    clock_text = format_time(schedule.minute)
    for _ in range(_LOOK_AHEAD_DAYS):
        if schedule.weekdays >> day.weekday() & 1:
            at = instant(day, schedule.minute, schedule.zone)
            key = f"{day.isoformat()}T{clock_text}"
            if at > after and key > last_key and exists(day, schedule.zone):
                return Occurrence(at, key)
        day += _DAY
    return None


def next_after_move(
    schedule: Schedule, now: int, due_key: str, last: Occurrence | None
) -> Occurrence | None:
    """The next occurrence after a change of zone, which may lie up to an hour back.

    `due_key` is the wall time that was next in the old zone: flying east over it, it comes once,
    late. `last` is what fired last: flying west brings no second one of that date, and no zone
    brings two within twelve hours.
    """
    last_key, earliest = (last.local_key, last.at + APART_MS) if last else ("", 0)
    found = next_occurrence(schedule, max(now - FLOWN_OVER_MS, earliest) - 1, last_key)
    if found is None or found.at > now or found.local_key >= due_key:
        return found
    return next_occurrence(schedule, max(now, earliest - 1), last_key)


def expires_at(due: int, following: Occurrence | None) -> int:
    """When a reminder has become pointless: three hours late, or when the next one is due."""
    return min(due + WINDOW_MS, following.at) if following else due + WINDOW_MS


def is_missed(due: int, now: int) -> bool:
    """True when it is too late even for a catch-up."""
    return due + WINDOW_MS <= now


def back_off(attempt: int, chance: float) -> int:
    """Milliseconds before attempt number `attempt` (from 1): 1, 2, 4 ... 60 s, 25 % either way.

    `chance` is a random number from 0 to 1.
    """
    wait = min(_FIRST_BACK_OFF_MS * 2 ** min(attempt - 1, 16), _LONGEST_BACK_OFF_MS)
    return int(wait * (0.75 + chance / 2))


def text_number(reminder_id: str, local_key: str, count: int) -> int:
    """Which of `count` texts to show: the next one each day, so none repeats within the week."""
    day = datetime.fromisoformat(local_key).toordinal()
    return (crc32(reminder_id.encode()) + day) % count
