"""A habit as one value per calendar day, as insights compare it with mood (pure)."""

import numpy as np

from backend.habits.rules import Days, Rule, Schedule, due
from backend.trends.findings import Timing
from backend.trends.rules import WEEK, Line

# Days in a row of which a regression needs to know the habit.
IN_A_ROW = {Timing.SAME_DAY: 2, Timing.DAY_AFTER: 3}


def habit(rule: Rule, days: Days, mood: Line, first: int) -> Line:
    """1 on scheduled days that were done, 0 on those that were not, NaN on all others, (days,).

    `mood` has the same days, from the day number `first` on. Days of rest, days that the schedule
    does not ask for and days of which nobody said anything are missing, never 0: a day with a mood
    or with something logged was answered. Of an avoided or limited thing only its own answer
    counts, because nothing logged may be either.
    """
    numbers = np.arange(first, first + len(mood))
    at = numbers - days.first
    inside = (at >= 0) & (at < len(days.done))
    at = np.where(inside, at, 0)
    asked = inside & due(rule.schedule, numbers) & ~days.rest[at]
    told = ~np.isnan(days.values[at])
    answered = told if rule.limits else told | ~np.isnan(mood)
    found = np.where(days.done[at], 1.0, np.where(answered, 0.0, np.nan))
    return np.where(asked, found, np.nan)


def comparable(schedule: Schedule, timing: Timing) -> bool:
    """False for a schedule that never asks for enough days in a row to be compared with mood."""
    if not schedule.fixed or schedule.daily:
        return True
    if schedule.form == "interval":
        return schedule.days == 1
    week = [schedule.weekdays >> day % WEEK & 1 for day in range(2 * WEEK)]
    wanted = IN_A_ROW[timing]
    return any(all(week[day : day + wanted]) for day in range(WEEK))
