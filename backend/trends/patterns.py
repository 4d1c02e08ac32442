"""What a mood line looks like by weekday, by part of the day and beside something else (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from backend.trends.rules import WEEK, WEEK_NEEDS, Line, line

Part = Literal["night", "morning", "midday", "evening"]
# The hour at which each part ends.
PARTS: tuple[tuple[Part, int], ...] = (
    ("night", 5), ("morning", 11), ("midday", 17), ("evening", 24),
)  # fmt: skip
QUARTILES_NEED = 4  # days; a quarter of fewer is no day


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean of so many values, and the range of their middle half; None without enough."""

    count: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The mean on so many days with something, and on so many without."""

    days: int
    mean: float | None
    days_without: int
    mean_without: float | None


def spread(values: Line) -> Spread:
    """Mean and quartiles of the values that are known."""
    known = values[~np.isnan(values)]
    if not len(known):
        return Spread(0)
    if len(known) < QUARTILES_NEED:
        return Spread(len(known), float(known.mean()))
    low, high = np.quantile(known, [0.25, 0.75])
    return Spread(len(known), float(known.mean()), float(low), float(high))


def weekdays(mood: Line, first: date) -> list[Spread]:
    """Seven spreads of the days' means, Monday first; `first` is the line's first day."""
    numbers = (np.arange(len(mood)) + first.weekday()) % WEEK
    return [spread(mood[numbers == weekday]) for weekday in range(WEEK)]


def part_of(hour: int) -> Part:
    """The part of the day that an hour (0 to 23) lies in."""
    return next(part for part, end in PARTS if hour < end)


def day_parts(taps: Iterable[tuple[int, int]]) -> dict[Part, Spread]:
    """The levels of check-ins by the part of the day of their hour; pairs of hour and level."""
    levels: dict[Part, list[float]] = {part: [] for part, _ in PARTS}
    for hour, level in taps:
        levels[part_of(hour)].append(level)
    return {part: spread(np.array(found, np.float64)) for part, found in levels.items()}


def week_ranges(mood: Line) -> tuple[Line, Line]:
    """The lowest and highest of the 7 days up to each day; NaN where fewer than 4 are known."""
    padded = np.concatenate([np.full(WEEK - 1, np.nan), mood])
    windows = np.lib.stride_tricks.sliding_window_view(padded, WEEK)
    known = ~np.isnan(windows)
    enough = known.sum(axis=1) >= WEEK_NEEDS
    low = np.where(known, windows, np.inf).min(axis=1)
    high = np.where(known, windows, -np.inf).max(axis=1)
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def beside(mood: Line, there: Line) -> Beside:
    """Mood on the days with something (1) and without (0); days of which either is unknown go."""
    with_, without = mood[there == 1.0], mood[there == 0.0]
    a, b = spread(with_), spread(without)
    return Beside(a.count, a.mean, b.count, b.mean)


def named(days: Iterable[date], answered: Iterable[date], first: date, last: date) -> Line:
    """1 on the days on which a factor was named, 0 on other answered days since the first of them.

    NaN on days of which nobody said anything, and before it was first named.
    """
    with_ = line(((day, 1.0) for day in days), first, last)
    told = line(((day, 0.0) for day in answered), first, last)
    found = np.where(with_ == 1.0, 1.0, told)
    began = np.flatnonzero(with_ == 1.0)
    found[: began[0] if len(began) else len(found)] = np.nan
    return found


def blocks(values: Line, size: int) -> list[tuple[int, float]]:
    """(place of its last day, mean) of each block of so many days back from the last day.

    Blocks without a value are left out; the first may be shorter.
    """
    ends = range(len(values) - 1, -1, -size)
    parts = [(end, values[max(0, end - size + 1) : end + 1]) for end in reversed(ends)]
    return [(end, float(np.nanmean(part))) for end, part in parts if not np.isnan(part).all()]


def places(length: int, most: int) -> list[int]:
    """Evenly spaced places of a line, at most so many, the last always among them."""
    step = max(1, -(-length // most))
    return list(range(length - 1, -1, -step))[::-1]
