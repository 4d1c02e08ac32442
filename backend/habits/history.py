"""Every day of a range: mood, and the state, value and strength of each habit."""

from asyncio import gather
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import msgspec
import numpy as np

from backend.accounts import service as accounts
from backend.checkins import service as checkins
from backend.checkins.service import DayMean
from backend.errors import invalid, not_found
from backend.habits import numbers, reads, rules
from backend.habits.numbers import Kept
from backend.habits.reads import Habit
from backend.habits.rules import State

LONGEST = 3_660
EARLIEST = date(1900, 1, 1)
AHEAD_DAYS = 366
DIGITS = 4
_BEFORE: list[State] = ["before"]


class HabitHistory(msgspec.Struct, rename="camel"):
    """One item for each day of the range.

    States: done, partial (something, not enough), missed, slipped, skipped, paused, covered (done
    on another day that counts for it), free (not asked for), open (not decided yet), before (it
    had not begun). Values: the sum of a measured day, 1 done or kept, 0 slipped, null nothing.
    """

    habit_id: UUID
    states: list[State]
    values: list[float | None]
    strength: list[float]


class History(msgspec.Struct, rename="camel"):
    """The days from `from` to `to`; a day without a mood is missing from `mood`."""

    from_: date = msgspec.field(name="from")
    to: date
    mood: list[DayMean]
    habits: list[HabitHistory]


@dataclass(frozen=True, slots=True)
class Range:
    """Days from first to last, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


async def history(user_id: UUID, first: date, last: date, habit_id: UUID | None) -> History:
    """The days from first to last of a person's habits that are not archived, or of one habit.

    422 for more than 3,660 days or days far from now, 404 for a habit that is not theirs.
    """
    profile, theirs = await gather(accounts.profile(user_id), reads.active(user_id))
    asked = _range(first, last, accounts.today(profile))
    chosen = _chosen(theirs, habit_id)
    found, moods = await gather(
        numbers.with_days(user_id, profile, chosen, last),
        checkins.day_means(user_id, first, last),
    )
    return History(
        from_=first,
        to=last,
        mood=[DayMean(mean.day, round(mean.mean, 2), mean.count) for mean in moods],
        habits=[of_habit(one, asked) for one in found],
    )


def _range(first: date, last: date, today: date) -> Range:
    asked = Range(first, last)
    if not 1 <= asked.length <= LONGEST:
        raise invalid("invalid", f"The range has 1 to {LONGEST} days.", "to")
    if first < EARLIEST or last > today + timedelta(days=AHEAD_DAYS):
        raise invalid("invalid", "The range is too far from today.", "from")
    return asked


def _chosen(theirs: list[Habit], habit_id: UUID | None) -> list[Habit]:
    if habit_id is None:
        return numbers.not_archived(theirs)
    found = [habit for habit in theirs if habit.id == habit_id]
    if not found:
        raise not_found()
    return found


def of_habit(one: Kept, asked: Range) -> HabitHistory:
    """A habit's days of the range; before its first day there is nothing."""
    skip = rules.number(asked.first) - one.days.first
    missing = min(max(-skip, 0), asked.length)
    chosen = slice(max(skip, 0), max(skip, 0) + asked.length - missing)
    values: list[float | None] = [None if v != v else v for v in one.days.values[chosen].tolist()]
    strength = np.round(rules.strengths(one.rule, one.days)[chosen], DIGITS).tolist()
    return HabitHistory(
        one.habit.id,
        [*_BEFORE * missing, *rules.states(one.rule, one.days)[chosen]],
        [*[None] * missing, *values],
        [0.0] * missing + strength,
    )
