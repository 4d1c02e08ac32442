"""One look at a person's data: all focus habits, same day and day after, tested together (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from backend.trends import designs, families
from backend.trends.designs import Design, Pair
from backend.trends.eligibility import NOT_APART, Lack, lacking
from backend.trends.regression import Fit, Floats

METHOD = "2026-11-1"  # changes with every rule that could change a claim
FOCUS = 3  # the most habits or factors in a family
LEAST = 0.2  # points of mood: a smaller difference is not worth a sentence
ALPHA = 0.05


class Timing(StrEnum):
    """Whose mood: of the habit's own day, or of the day after."""

    SAME_DAY = "same_day"
    DAY_AFTER = "day_after"


DESIGNS = {Timing.SAME_DAY: designs.same_day, Timing.DAY_AFTER: designs.day_after}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look says about a habit and mood; estimates in points of mood.

    `days` is the span, `used` the days the regression rests on, `done` those of them with the
    habit. With something in `lacks` there was no test and the numbers below it are None.
    `mood_first` says that yesterday's mood goes with today's habit too.
    """

    habit: str
    timing: Timing
    days: int
    used: int
    done: int
    lacks: tuple[Lack, ...]
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    p: float | None = None
    adjusted: float | None = None
    mood_first: bool = False

    @property
    def found(self) -> bool:
        """Significant in its family, and large enough to matter."""
        if self.estimate is None or self.adjusted is None:
            return False
        return self.adjusted <= families.Q and abs(self.estimate) >= LEAST


def look(mood: Floats, habits: Mapping[str, Floats], weekday: int) -> tuple[Finding, ...]:
    """The findings of both families, same day before day after, in the order of the habits.

    Mood (1 to 5) and each habit (0, 1) per calendar day, all (days,), NaN = missing; `weekday` is
    that of the first day, 0 = Monday. ValueError for more than three habits.
    """
    if len(habits) > FOCUS:
        raise ValueError(f"at most {FOCUS} habits are compared at once, not {len(habits)}")
    pairs = {name: designs.pair(mood, habit, weekday) for name, habit in habits.items()}
    return tuple(finding for timing in Timing for finding in _family(timing, pairs))


def _family(timing: Timing, pairs: Mapping[str, Pair]) -> list[Finding]:
    tests = [_test(name, timing, days) for name, days in pairs.items()]
    fits = [fit for _, fit in tests if fit]
    p = families.adjusted(np.array([fit.p for fit in fits]))
    level = families.level(int((p <= families.Q).sum()), len(fits))
    rest = iter(p.tolist())
    full = [_filled(one, fit, level, next(rest)) if fit else one for one, fit in tests]
    return [_with_direction(finding, pairs[finding.habit]) for finding in full]


def _test(name: str, timing: Timing, days: Pair) -> tuple[Finding, Fit | None]:
    design = DESIGNS[timing](days)
    lacks = lacking(days, design)
    fit = None if lacks else design.fit()
    if not lacks and fit is None:
        lacks = (NOT_APART,)
    return _bare(name, timing, days, design, lacks), fit


def _bare(name: str, timing: Timing, days: Pair, design: Design, lacks: Sequence[Lack]) -> Finding:
    done = int(design.regressor.sum())
    return Finding(name, timing, len(days.mood), len(design.response), done, tuple(lacks))


def _filled(finding: Finding, fit: Fit, level: float, adjusted: float) -> Finding:
    low, high = fit.interval(level)
    return replace(
        finding,
        estimate=fit.estimate, low=low, high=high, level=level, p=fit.p, adjusted=adjusted,
    )  # fmt: skip


def _with_direction(finding: Finding, days: Pair) -> Finding:
    """The finding, and whether mood may have come first; asked only of what was found."""
    fit = designs.mood_first(days).fit() if finding.found else None
    return replace(finding, mood_first=fit is not None and fit.p <= ALPHA)
