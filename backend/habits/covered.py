"""Covered days: what "n times in d days" does not ask for, because it was done (pure).

Loop Habit Tracker's derived days: n done days that fit into d days carry the d days from the first
of them. Where two such intervals overlap the older moves back, as far as it still holds its last
done day.
"""

from collections.abc import Sequence

import numpy as np

from backend.habits.schedules import Flags


def intervals(done: Sequence[int], times: int, days: int) -> list[tuple[int, int]]:
    """The (first, last) day numbers of each interval, the newest first.

    `done` are the numbers of the done days, each once, in any order.
    """
    newest_first = sorted(done, reverse=True)
    found: list[tuple[int, int]] = []
    for centre, done_day in zip(newest_first, newest_first[times - 1 :], strict=False):
        begin, end = done_day, done_day + days - 1
        if end < centre:
            continue
        if found and (overlap := end - found[-1][0] + 1) > 0:
            begin -= min(end - centre, overlap)
        found.append((begin, begin + days - 1))
    return found


def carried(done: Flags, times: int, days: int) -> Flags:
    """True for each day inside an interval, with `days` more days before the first and the last."""
    firsts = [first + days for first, _ in intervals(np.flatnonzero(done).tolist(), times, days)]
    length = len(done) + 2 * days
    begun = np.cumsum(np.bincount(np.array(firsts, np.int64), minlength=length + days))
    return (begun - np.pad(begun, (days, 0))[: length + days])[:length] > 0


def covered(done: Flags, skipped: Flags, times: int, days: int) -> Flags:
    """True for each day that is inside an interval, and neither done nor skipped."""
    return carried(done, times, days)[days : days + len(done)] & ~done & ~skipped
