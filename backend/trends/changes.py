"""When a person's average changed, looking back (pure).

PELT finds the cuts with the least sum of squares plus a penalty for each: Killick, Fearnhead &
Eckley 2012, "Optimal detection of changepoints with a linear computational cost". The penalty is
2 s² ln n times (1 + r1) / (1 - r1): days that resemble each other make the mean of n days as
uncertain as that of so many fewer. s² and r1 are those of all days with a mood, one after another
whatever lies between them: neighbours may be few, and what few say of r1 can be anything. A change
raises both: one between very even weeks stays untold, and a mere wobble is seldom told (3 in 100).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from backend.trends.regression import Floats
from backend.trends.trendline import NEEDS, carry_over

SHORTEST = 14  # days with a mood on either side of a change


@dataclass(frozen=True, slots=True)
class Change:
    """The average became another one on day `at` (from 0); the means of the days around it."""

    at: int
    before: float
    after: float
    days_before: int
    days_after: int


def changes(mood: Floats) -> tuple[Change, ...]:
    """The changes of one value per calendar day, (days,), NaN = missing; none below 60 days."""
    known = np.flatnonzero(~np.isnan(mood))
    values = mood[known]
    if len(known) < NEEDS or np.ptp(values) == 0.0:  # of equal values, rounding would be cut
        return ()
    ends = [0, *cuts(values, penalty(values), SHORTEST), len(values)]
    parts = [values[first:end] for first, end in pairwise(ends)]
    return tuple(
        Change(int(known[cut]), float(a.mean()), float(b.mean()), len(a), len(b))
        for cut, (a, b) in zip(ends[1:], pairwise(parts), strict=False)
    )


def penalty(values: Floats) -> float:
    """What a cut costs, in squared points."""
    carry = carry_over(values)
    return float(2 * np.var(values) * np.log(len(values)) * (1 + carry) / (1 - carry))


def cuts(values: Floats, price: float, shortest: int) -> list[int]:
    """Where the best partition begins its second and later parts, oldest first.

    Least sum of squares around each part's mean, plus the price of each cut; every part has at
    least so many values.
    """
    count = len(values)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    squares = np.concatenate([[0.0], np.cumsum(np.square(values))])
    best, came_from = np.full(count + 1, np.inf), np.zeros(count + 1, dtype=int)
    best[0] = -price
    until = np.full(count + 1, np.inf)  # a start that can no longer win is left out from here on
    for end in range(shortest, count + 1):
        starts = np.flatnonzero((until > end)[: end - shortest + 1])
        size = end - starts
        costs = best[starts] + squares[end] - squares[starts]
        costs -= np.square(sums[end] - sums[starts]) / size
        at = int(np.argmin(costs))
        best[end], came_from[end] = costs[at] + price, starts[at]
        # Only from `end` + shortest on could a part begin at `end` instead.
        beaten = starts[costs > best[end]]
        until[beaten] = np.minimum(until[beaten], end + shortest)
    return _path(came_from)


def _path(came_from: np.ndarray) -> list[int]:
    found: list[int] = []
    at = int(came_from[-1])
    while at > 0:
        found.append(at)
        at = int(came_from[at])
    return found[::-1]
