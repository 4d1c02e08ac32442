"""The regressions of insights: a day's mood on a habit of that day or of the day before (pure).

Lag-augmented local projections (Montiel Olea & Plagborg-Møller 2021, "Local projection inference
is simpler and more robust than you think"): with yesterday's mood and habit among the controls the
usual standard errors hold although days resemble each other. Weekdays, a linear trend and slow
cosines (periods of 84 days and more) take up what both series share only through the calendar.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from backend.trends.regression import Fit, Floats, fit

WEEK = 7
SLOW_DAYS = 42  # one cosine for each so many days of the series


@dataclass(frozen=True, slots=True)
class Pair:
    """Mood (1 to 5) and a habit (0, 1) per calendar day, both (days,); NaN = missing.

    `weekday` is that of the first day, 0 = Monday.
    """

    mood: Floats
    habit: Floats
    weekday: int


@dataclass(frozen=True, slots=True)
class Design:
    """The usable rows of one regression: (rows,), (rows,), (rows, columns), without NaN."""

    response: Floats
    regressor: Floats
    controls: Floats

    def fit(self) -> Fit | None:
        """The regressor's coefficient; None when nothing tells it apart from the controls."""
        return fit(self.response, self.regressor, self.controls)


Maker = Callable[[Pair], Design]


def pair(mood: Floats, habit: Floats, weekday: int) -> Pair:
    """The two series from the first to the last day on which both are known."""
    both = np.flatnonzero(~np.isnan(mood + habit))
    if not len(both):
        return Pair(mood[:0], habit[:0], weekday)
    first, end = int(both[0]), int(both[-1]) + 1
    return Pair(mood[first:end], habit[first:end], (weekday + first) % WEEK)


def same_day(days: Pair) -> Design:
    """Today's mood on today's habit, given habit and mood of yesterday."""
    mood, habit = days.mood, days.habit
    return _design(days, 1, mood[1:], habit[1:], (habit[:-1], mood[:-1]))


def day_after(days: Pair) -> Design:
    """Tomorrow's mood on today's habit, given tomorrow's habit, and habit and mood of yesterday.

    Without tomorrow's habit, one that comes in streaks would fake an effect on the next day.
    """
    mood, habit = days.mood, days.habit
    return _design(days, 2, mood[2:], habit[1:-1], (habit[2:], habit[:-2], mood[:-2]))


def mood_first(days: Pair) -> Design:
    """Today's habit on yesterday's mood, given yesterday's habit and the mood of the day before.

    Today's mood is no control here: the habit may have moved it, and given a common outcome even
    unrelated things go together.
    """
    mood, habit = days.mood, days.habit
    return _design(days, 2, habit[2:], mood[1:-1], (habit[1:-1], mood[:-2]))


def calendar(days: int, weekday: int) -> Floats:
    """Constant, 6 weekdays, trend and slow cosines, (days, 8 + days // 42); read only."""
    return _calendar(days, weekday % WEEK)


@lru_cache(maxsize=16)  # one person's habits share it; years of days take 3 MB
def _calendar(days: int, weekday: int) -> Floats:
    at = np.arange(days)
    dummies = (at[:, None] + weekday) % WEEK == np.arange(1, WEEK)
    waves = np.arange(2, 2 + days // SLOW_DAYS)
    cosines = np.cos(np.pi * (at[:, None] + 0.5) * waves / max(days, 1))
    trend = (at - (days - 1) / 2) / max(days, 1)
    columns: Floats = np.column_stack([np.ones(days), dummies, trend, cosines])
    columns.flags.writeable = False
    return columns


def _design(
    days: Pair, skipped: int, response: Floats, regressor: Floats, lags: tuple[Floats, ...]
) -> Design:
    """The rows in which nothing is missing; the calendar is that of the response's day."""
    if len(days.mood) <= skipped:
        return Design(np.empty(0), np.empty(0), np.empty((0, 1)))
    usable = ~np.isnan(response + regressor + sum(lags))
    parts = [lag[usable] for lag in lags]
    dates = calendar(len(days.mood), days.weekday)[skipped:][usable]
    return Design(response[usable], regressor[usable], np.column_stack([dates, *parts]))
