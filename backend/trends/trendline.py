"""Whether mood goes up or down over a period, and how fast (pure)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from backend.trends.regression import Floats

NEEDS = 60  # days with a mood
MONTH = 30
LEAST = 0.15  # points per 30 days: a slower slope is not called a trend
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Trend:
    """The Theil-Sen slope in points per 30 days over `days` days with a mood.

    `p` is that of the pre-whitened Mann-Kendall test. Both are None below 60 days.
    """

    days: int
    slope: float | None = None
    p: float | None = None

    @property
    def called(self) -> bool:
        """Whether this is a trend: significant and steep enough."""
        if self.slope is None or self.p is None:
            return False
        return self.p <= ALPHA and abs(self.slope) >= LEAST


def trend(mood: Floats) -> Trend:
    """The trend of one value per calendar day, (days,), NaN = missing; memory grows as days²."""
    known = np.flatnonzero(~np.isnan(mood))
    if len(known) < NEEDS:
        return Trend(len(known))
    values = mood[known]
    return Trend(len(known), MONTH * theil_sen(known, values), mann_kendall(whitened(values)))


def theil_sen(at: np.ndarray, values: Floats) -> float:
    """The median of the slopes between all pairs, per unit of `at` (Sen 1968)."""
    slopes = np.empty(len(values) * (len(values) - 1) // 2)
    filled = 0
    for apart in range(1, len(values)):
        part = slopes[filled : filled + len(values) - apart]
        np.divide(values[apart:] - values[:-apart], at[apart:] - at[:-apart], out=part)
        filled += len(part)
    return float(np.median(slopes, overwrite_input=True))


def mann_kendall(values: Floats) -> float:
    """The two-sided p value of "no monotone trend", corrected for ties (Mann 1945, Kendall 1975).

    1 when all values are the same.
    """
    count = len(values)
    steps = (np.sign(values[apart:] - values[:-apart]).sum() for apart in range(1, count))
    score = float(sum(steps))
    ties = np.unique(values, return_counts=True)[1].astype(np.float64)
    spread = float(_weight(np.array([count], dtype=np.float64)).sum() - _weight(ties).sum()) / 18
    if score == 0.0 or spread <= 0.0:
        return 1.0
    return float(2 * ndtr(-(abs(score) - 1) / np.sqrt(spread)))


def whitened(values: Floats) -> Floats:
    """y_t - r1 y_{t-1} (von Storch 1995) of days with a mood, whatever lies between them.

    Only days with a day before would be none of those who check in every second day.
    """
    return values[1:] - carry_over(values) * values[:-1]


def carry_over(values: Floats) -> float:
    """r1, the correlation of a value with the one before; 0 when all are the same."""
    centred = values - values.mean()
    squares = float(centred @ centred)
    return float(centred[1:] @ centred[:-1]) / squares if squares else 0.0


def _weight(count: Floats) -> Floats:
    return count * (count - 1) * (2 * count + 5)
