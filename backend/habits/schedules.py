"""Schedules: which days ask for a habit, in which periods, and how often that is (pure).

Days are numbers since 1970-01-01, so that whole ranges are arrays; Monday is weekday 0.
"""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

EVERY_DAY = 127
WEEK = 7
MONTH = 30  # what a month is in a frequency, as in Loop Habit Tracker
_EPOCH = date(1970, 1, 1).toordinal()
_THURSDAY = 3  # the weekday of day 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a habit is asked for.

    `form` is weekdays (a mask, bit 0 = Monday), per_week, per_month (`times` in each), rolling
    (`times` in any `days` days) or interval (every `days` days from the day number `starts`).
    """

    form: str = "weekdays"
    weekdays: int = EVERY_DAY
    times: int = 1
    days: int = 1
    starts: int = 0
    week_starts_on: int = 0

    @property
    def daily(self) -> bool:
        """True when every single day is asked for: also n times in n days, and every day."""
        if self.form == "weekdays":
            return self.weekdays == EVERY_DAY
        return self.form == "rolling" and self.times >= self.days

    @property
    def fixed(self) -> bool:
        """True when the schedule names its days; false when any day of a period will do."""
        return self.daily or self.form in ("weekdays", "interval")


def number(day: date) -> int:
    """The day's number, 0 for 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number_: int) -> date:
    """The day with that number."""
    return date.fromordinal(number_ + _EPOCH)


def frequency(schedule: Schedule) -> tuple[int, int]:
    """The schedule as (times, days); as often as there are days is (1, 1)."""
    times, days = {
        "weekdays": (schedule.weekdays.bit_count(), WEEK),
        "per_week": (schedule.times, WEEK),
        "per_month": (schedule.times, MONTH),
        "rolling": (schedule.times, schedule.days),
        "interval": (1, schedule.days),
    }[schedule.form]
    return (1, 1) if times >= days else (times, days)


def due(schedule: Schedule, numbers: Numbers) -> Flags:
    """True for each day that the schedule asks for; for n in a period that is any day."""
    if schedule.daily or not schedule.fixed:
        return np.ones(len(numbers), bool)
    found: Flags
    if schedule.form == "interval":
        found = (numbers >= schedule.starts) & ((numbers - schedule.starts) % schedule.days == 0)
    else:
        found = (schedule.weekdays >> (numbers + _THURSDAY) % WEEK) % 2 == 1
    return found


def is_due(schedule: Schedule, day: date) -> bool:
    """True when the schedule asks for that day."""
    return bool(due(schedule, np.array([number(day)]))[0])


def periods(schedule: Schedule, numbers: Numbers, anchor: int) -> tuple[Numbers, Numbers]:
    """The period that each day lies in, in ascending numbers, and how many days it has.

    Calendar weeks and months; of every k days the k days from each due one; of n in d days the
    blocks of d days that end with the day `anchor`, as no calendar divides them.
    """
    if schedule.form == "per_month":
        months = numbers.astype("datetime64[D]").astype("datetime64[M]")
        begin, end = (m.astype("datetime64[D]").astype(np.int64) for m in (months, months + 1))
        return months.astype(np.int64), end - begin
    length, first = {
        "per_week": (WEEK, schedule.week_starts_on - _THURSDAY),
        "rolling": (schedule.days, anchor + 1),
        "interval": (schedule.days, schedule.starts),
    }.get(schedule.form, (1, 0))
    return (numbers - first) // length, np.full(len(numbers), length)


def period_of(schedule: Schedule, day: int) -> tuple[int, int]:
    """The first day number of the period that a day lies in, and how often it asks for the habit.

    Of n in d days it is the d days up to that day; before every k days has begun, the day alone.
    """
    if schedule.form == "per_week":
        return day - (day - schedule.week_starts_on + _THURSDAY) % WEEK, min(schedule.times, WEEK)
    if schedule.form == "per_month":
        first = day_of(day).replace(day=1)
        return number(first), min(schedule.times, monthrange(first.year, first.month)[1])
    if schedule.form == "rolling" and not schedule.daily:
        return day - schedule.days + 1, schedule.times
    if schedule.form == "interval" and day >= schedule.starts:
        return day - (day - schedule.starts) % schedule.days, 1
    return day, 1


def reached(schedule: Schedule, done: Collection[int], day: int) -> bool:
    """True when the period of that day asks for nothing more: it was done, or often enough."""
    first, times = period_of(schedule, day)
    return day in done or sum(first <= number_ <= day for number_ in done) >= times
