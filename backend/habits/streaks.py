"""Streaks: how many occasions follow on each other, in the schedule's own periods (pure)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from backend.habits.covered import carried
from backend.habits.days import Days
from backend.habits.occasions import fixed, quota
from backend.habits.schedules import Flags, Schedule

Unit = Literal["days", "weeks", "months", "periods"]


@dataclass(frozen=True, slots=True)
class Streak:
    """The present and the longest streak; `unit` is days, weeks, months or periods."""

    current: int
    longest: int
    unit: Unit


def unit(schedule: Schedule) -> Unit:
    """What a streak is counted in; of every k days, and of n in d days, in such periods."""
    if schedule.form == "interval" and schedule.days > 1:
        return "periods"
    if schedule.fixed:
        return "days"
    if schedule.form == "rolling":
        return "periods"
    return "weeks" if schedule.form == "per_week" else "months"


def streak(schedule: Schedule, days: Days) -> Streak:
    """The streaks up to today; what is still open never breaks one.

    Rest keeps a streak alive without lengthening it, and so does a week or month that was done as
    far as rest left room for. n in d days runs over done, covered and rest days; of these the done
    and covered ones are counted, d of them as one.
    """
    current, longest = _runs(*_links(schedule, days.until_today()))
    length = 1 if schedule.fixed or schedule.form != "rolling" else schedule.days
    return Streak(current // length, longest // length, unit(schedule))


def _links(schedule: Schedule, days: Days) -> tuple[Flags, Flags]:
    """What lengthens a streak and what breaks it, in order of time."""
    if schedule.fixed:
        found = fixed(schedule, days)
        return found.asked & found.met, found.asked & ~found.met & found.over
    if schedule.form == "rolling":
        return _rolling_links(schedule, days)
    counted = quota(schedule, days, np.ones(len(days.done), bool))
    return counted.done >= counted.wanted, ~counted.open & (counted.done < counted.asked)


def _rolling_links(schedule: Schedule, days: Days) -> tuple[Flags, Flags]:
    """Day by day, with what is covered before the first day and after today."""
    margin = schedule.days
    inside = carried(days.done, schedule.times, margin) | np.pad(days.done, margin)
    rest = np.pad(days.rest, margin)
    numbers = np.arange(len(inside)) + days.first - margin
    lived = (numbers >= days.began) & (numbers < days.today)
    return inside & ~rest, lived & ~inside & ~rest


def _runs(lengthens: Flags, breaks: Flags) -> tuple[int, int]:
    """The last and the longest count between two breaks."""
    counts = np.bincount(np.cumsum(breaks), weights=lengthens).astype(np.int64)
    return int(counts[-1]), int(counts.max())
