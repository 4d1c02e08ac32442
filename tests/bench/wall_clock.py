"""The wall-clock rule in every zone, around every offset change from 2005 to 2030.

A daily reminder at every quarter of an hour is followed from three days before each change to three
days after it. Its instants must grow, its dates must be all that exist, and each instant must be
the first that shows its wall time, or, where clocks left that out, as late as the gap is long.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo, available_timezones

from backend import clock
from backend.reminders import rules
from backend.reminders.rules import EVERY_DAY, Occurrence, Schedule
from tests.bench.result import Result

NAME = "wall_clock"
PURPOSE = "the wall-clock rule in every zone, around every offset change from 2005 to 2030"
GOAL = "no instant out of order, no date missing or doubled, none but gaps off the wall time"
FIRST, LAST = datetime(2005, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
AROUND = timedelta(days=3)
HALF_DAY = timedelta(hours=12)
FAULTS = ("out_of_order", "date_missing", "date_that_does_not_exist", "off_the_wall", "not_first")


@dataclass(frozen=True)
class Stretch:
    """One reminder followed around one change."""

    schedule: Schedule
    first: date
    last: date


def run(quick: bool) -> Result:
    """Prints the counts; a quick run looks at full hours only, from 2020 on."""
    started = time.time()
    step, since = (60, datetime(2020, 1, 1, tzinfo=UTC)) if quick else (15, FIRST)
    names = sorted(name for name in available_timezones() if name != "localtime")
    counts: Counter[str] = Counter(zones=len(names))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(partial(look, step=step, since=since), names, chunksize=8):
            worst = max(counts["worst_shift_minutes"], found["worst_shift_minutes"])
            counts.update(found)
            counts["worst_shift_minutes"] = worst
    counts["seconds"] = round(time.time() - started)
    for name in ("zones", "changes", "occurrences", "moved_by_a_gap", "worst_shift_minutes"):
        print(f"{name:26}{counts[name]:12,}")
    for name in FAULTS:
        print(f"{name:26}{counts[name]:12,}")
    figures = {name: float(count) for name, count in sorted(counts.items())}
    return Result({**dict.fromkeys(FAULTS, 0.0), **figures}, not any(counts[n] for n in FAULTS))


def look(name: str, step: int, since: datetime) -> Counter[str]:
    """The counts of one zone."""
    zone = clock.zone(name)
    counts: Counter[str] = Counter()
    for day in changes(zone, since):
        counts["changes"] += 1
        for minute in range(0, 1_440, step):
            schedule = Schedule(minute, EVERY_DAY, zone)
            _follow(Stretch(schedule, day - AROUND, day + AROUND), counts)
    return counts


def changes(zone: ZoneInfo, since: datetime) -> Iterator[date]:
    """The local dates on which the offset from UTC changes."""
    moment, offset = since, since.astimezone(zone).utcoffset()
    while moment < LAST:
        moment += HALF_DAY
        now = moment.astimezone(zone).utcoffset()
        if now != offset:
            yield moment.astimezone(zone).date()
            offset = now


def _follow(stretch: Stretch, counts: Counter[str]) -> None:
    """One occurrence after the other, each computed from the last, as planning does."""
    schedule = stretch.schedule
    noon = rules.instant(stretch.first - timedelta(days=1), 720, schedule.zone)
    at, day = noon - 43_200_000, stretch.first - timedelta(days=1)
    while (found := rules.next_occurrence(schedule, at)) is not None:
        today = date.fromisoformat(found.local_key[:10])
        if today > stretch.last:
            return
        if today >= stretch.first:
            counts["occurrences"] += 1
            counts["out_of_order"] += found.at <= at
            counts["date_missing"] += _left_out(day, today, schedule.zone)
            counts["date_that_does_not_exist"] += not rules.exists(today, schedule.zone)
            _compare(found, today, schedule, counts)
        at, day = found.at, today


def _left_out(before: date, today: date, zone: ZoneInfo) -> int:
    """Dates in between that exist, and one when a date comes again."""
    between = (before + timedelta(days=n) for n in range(1, (today - before).days))
    return sum(rules.exists(day, zone) for day in between) + (today <= before)


def _compare(found: Occurrence, day: date, schedule: Schedule, counts: Counter[str]) -> None:
    """Holds the instant against the zone's own reading of it."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=schedule.minute)
    local = datetime.fromtimestamp(found.at / 1_000, schedule.zone)
    shift = round((local.replace(tzinfo=None) - wall).total_seconds() / 60)
    if shift:
        counts["moved_by_a_gap"] += 1
        counts["worst_shift_minutes"] = max(counts["worst_shift_minutes"], abs(shift))
        counts["off_the_wall"] += _shown(wall, schedule.zone) or shift != _gap(wall, schedule.zone)
    counts["not_first"] += local.fold


def _shown(wall: datetime, zone: ZoneInfo) -> bool:
    """True when clocks in the zone ever show this wall time."""
    there = wall.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None) == wall


def _gap(wall: datetime, zone: ZoneInfo) -> int:
    """By how many minutes clocks are set forward over this wall time."""
    before, after = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    assert before is not None
    assert after is not None
    return round((after - before).total_seconds() / 60)
