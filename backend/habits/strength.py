"""Strength: Loop Habit Tracker's score, a smoothed measure of how far days were fulfilled (pure).

m = 0.5 ** (sqrt(f) / 13) with f = times / days; S_t = m * S_{t-1} + (1 - m) * c_t. The half-life
of a daily habit is 13 days. A day of rest makes no step.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from backend.habits.schedules import Flags

Floats = NDArray[np.float64]

HALF_LIFE = 13
_BLOCK = 64


def of_done(done: Flags, rest: Flags, times: int = 1, days: int = 1) -> Floats:
    """The strength (0 to 1) after each day of a habit that is done or not, oldest first.

    Below daily both numbers double, so that an irregular week does not look like a lapse.
    """
    wanted, span = (1, 1) if times == days else (2 * times, 2 * days)
    before = np.concatenate([[0], np.cumsum(done & ~rest)])
    recent = before[1:] - before[np.maximum(np.arange(1, len(done) + 1) - span, 0)]
    return _steps(np.minimum(1.0, recent / wanted), rest, times / days, 0.0)


def of_amounts(
    amounts: Floats,
    rest: Flags,
    times: int = 1,
    days: int = 1,
    *,
    target: float,
    at_most: bool = False,
) -> Floats:
    """The strength after each day of a measured habit; `target` is that of `days` days.

    An upper limit begins at full strength, as nothing has gone over it yet.
    """
    span = 1 if times == days else days
    padded = np.concatenate([np.zeros(span), np.where(rest, 0.0, np.maximum(amounts, 0.0))])
    sums = np.lib.stride_tricks.sliding_window_view(padded, span).sum(axis=1)[1:]
    reached = _below(sums, target) if at_most else _above(sums, target)
    return _steps(reached, rest, times / days, 1.0 if at_most else 0.0)


def _above(sums: Floats, target: float) -> Floats:
    if target <= 0:
        return np.ones(len(sums))
    return np.minimum(1.0, sums / target)


def _below(sums: Floats, target: float) -> Floats:
    if target <= 0:
        return np.where(sums > 0, 0.0, 1.0)
    return np.clip(1.0 - (sums - target) / target, 0.0, 1.0)


def _steps(reached: Floats, rest: Flags, frequency: float, start: float) -> Floats:
    """The score after each day; a day of rest keeps that of the day before."""
    scores = np.concatenate([[start], smoothed(reached[~rest], kept(frequency), start)])
    return scores[np.cumsum(~rest)]


def kept(frequency: float) -> float:
    """How much of a score is left after one day, m."""
    return float(0.5 ** (frequency**0.5 / HALF_LIFE))


def smoothed(values: Floats, keep: float, start: float) -> Floats:
    """s_t = keep * s_{t-1} + (1 - keep) * v_t for all t.

    A block at a time: inside a block one matrix product, between blocks the last score carries on.
    """
    kernel, decay = _kernel(keep)
    rows = np.zeros((-(-len(values) // _BLOCK), _BLOCK))
    rows.ravel()[: len(values)] = values
    rows = rows @ kernel
    for row in rows:
        row += start * decay
        start = row[-1]
    return rows.ravel()[: len(values)]


@lru_cache(maxsize=256)
def _kernel(keep: float) -> tuple[Floats, Floats]:
    """What each value of a block adds to each later score, and what is left of the one before."""
    steps = np.arange(_BLOCK)
    gaps = steps - steps[:, None]
    added = np.where(gaps >= 0, (1 - keep) * keep ** np.maximum(gaps, 0), 0.0)
    return added.astype(np.float64), np.power(keep, steps + 1.0)
