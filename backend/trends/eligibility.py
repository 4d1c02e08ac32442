"""When a habit can be compared with mood at all, and what is missing until then (pure)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from backend.trends.designs import Design, Pair

ROWS = 60  # days that the regression can use; they span eight weeks by themselves
EACH = 14  # of them with the habit, and as many without
ANSWERED = 0.5  # of the days between the first and the last
SPREAD = 0.3  # standard deviation of mood in points: below, there is nothing to explain


class Want(StrEnum):
    """What can be missing."""

    DAYS = "days"
    WITH = "days_with"
    WITHOUT = "days_without"
    ANSWERED = "days_answered"
    SPREAD = "mood_spread"
    APART = "own_pattern"  # the habit follows the weekday or its own yesterday too closely


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: what, how much there is, how much it takes.

    In days, but `SPREAD` is in points of mood, and `APART` has no amount (0 of 1).
    """

    want: Want
    have: float
    need: float


def lacking(days: Pair, design: Design) -> tuple[Lack, ...]:
    """Everything that keeps this design from being tested; empty when nothing does.

    Of an even mood nothing is said before there are days enough to call it so.
    """
    rows = len(design.response)
    done = int(design.regressor.sum())
    span, answered = len(days.mood), int((~np.isnan(days.mood)).sum())
    spread = float(design.response.std(ddof=1)) if rows > 1 else 0.0
    wants = (
        Lack(Want.DAYS, rows, ROWS),
        Lack(Want.WITH, done, EACH),
        Lack(Want.WITHOUT, rows - done, EACH),
        Lack(Want.ANSWERED, answered, int(np.ceil(ANSWERED * span))),
        Lack(Want.SPREAD, spread, SPREAD),
    )
    return tuple(
        want
        for want in wants
        if want.have < want.need and not (want.want is Want.SPREAD and rows < ROWS)
    )


NOT_APART = Lack(Want.APART, 0, 1)
