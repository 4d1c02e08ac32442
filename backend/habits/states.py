"""The state of each day of a habit, for calendars and year grids (pure)."""

from typing import Literal, get_args

import numpy as np

from backend.habits.covered import covered
from backend.habits.days import Days, Rule
from backend.habits.occasions import fixed, quota
from backend.habits.schedules import Flags, Schedule, due

State = Literal[
    "before", "skipped", "paused", "done", "slipped", "partial", "covered", "missed", "open", "free"
]
STATES: tuple[State, ...] = get_args(State)
_NAMES = np.array(STATES, object)


def states(rule: Rule, days: Days) -> list[State]:
    """The state of each day, the first of STATES that holds.

    partial: some of what is measured, not enough · slipped: an avoided thing, or more than at most
    · covered: done on another day of the same k or d days · missed: over and not done · open: today
    or later, or an occasion whose k days have not ended · free: not asked for. Of n in a week or
    month the days that could have made up what is missing are missed, the last ones, so that there
    are as many as occasions not met.
    """
    covers, missed, opened = _by_schedule(rule.schedule, days)
    some = (days.values > 0) & (rule.kind == "at_least")
    holds = (
        days.numbers < days.began, days.skipped, days.paused, days.done, days.slipped, some, covers,
        missed, opened,
    )  # fmt: skip
    codes = np.full(len(some), len(holds))
    for code in reversed(range(len(holds))):
        codes[holds[code]] = code
    found: list[State] = _NAMES[codes].tolist()
    return found


def _by_schedule(schedule: Schedule, days: Days) -> tuple[Flags, Flags, Flags]:
    """Days that are covered, missed, open; only of those that nothing else is known of."""
    if schedule.fixed:
        return _fixed(schedule, days)
    return _rolling(schedule, days) if schedule.form == "rolling" else _quota(schedule, days)


def _fixed(schedule: Schedule, days: Days) -> tuple[Flags, Flags, Flags]:
    found, asked = fixed(schedule, days), due(schedule, days.numbers)
    return asked & found.met, asked & ~found.met & found.over, asked & ~found.met & ~found.over


def _rolling(schedule: Schedule, days: Days) -> tuple[Flags, Flags, Flags]:
    """The first d - 1 days of a habit cannot be missed yet."""
    covers = covered(days.done, days.rest, schedule.times, schedule.days)
    past, late = days.numbers < days.today, days.numbers >= days.began + schedule.days - 1
    return covers, past & ~covers & late, ~past & ~covers


def _quota(schedule: Schedule, days: Days) -> tuple[Flags, Flags, Flags]:
    found = quota(schedule, days, np.ones(len(days.done), bool))
    could = ~days.done & ~days.rest & (days.numbers >= days.began) & (days.numbers < days.today)
    so_far = np.cumsum(could)
    at_end = np.zeros(len(found.asked), np.int64)
    at_end[found.place] = so_far  # the last day of a period is written last
    lacking = np.where(found.open, 0, found.asked - found.done)
    missed = could & (at_end[found.place] - so_far < lacking[found.place])
    enough = (found.done >= found.wanted)[found.place]
    return np.zeros_like(missed), missed, (days.numbers >= days.today) & ~enough
