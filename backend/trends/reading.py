"""What a person's trends are made of, read at once."""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from backend.accounts import service as accounts
from backend.accounts.service import Profile
from backend.checkins import service as checkins
from backend.checkins.service import DayMean, Factor, FollowedEvent, Mood
from backend.habits import rules as habit_rules
from backend.habits.service import Kept
from backend.habits.service import numbers as habit_numbers
from backend.trends import rules
from backend.trends.rules import Line
from backend.trends.shapes import Days

LONGEST = 3_660
SHORTEST = 30
# Two years, and the year before a follow-up with the month before its event.
LEAST_MEANS = 840
RECENT = 2 * rules.FORTNIGHT


@dataclass(frozen=True, slots=True)
class Read:
    """The range shown (first to today), and everything of it and from long enough before it."""

    user_id: UUID
    profile: Profile
    today: date
    first: date
    whole: bool  # the range is everything there is
    means: Sequence[DayMean]
    moods: Sequence[Mood]
    kept: Sequence[Kept]
    factors: Sequence[Factor]
    events: Sequence[FollowedEvent]

    @property
    def days(self) -> int:
        """How many days are shown."""
        return (self.today - self.first).days + 1

    @property
    def oldest(self) -> date:
        """The first day of `line`."""
        return self.today - timedelta(days=_means_days(self.days) - 1)

    @property
    def line(self) -> Line:
        """Each day's mean mood from `oldest` to today."""
        return rules.line(((m.day, m.mean) for m in self.means), self.oldest, self.today)


def _means_days(days: int) -> int:
    return max(2 * days, LEAST_MEANS)


async def read(user_id: UUID, days: Days) -> Read:
    """Everything for the trends of so many days, today included."""
    profile = await accounts.profile(user_id)
    today = accounts.today(profile)
    kept = await habit_numbers.kept(user_id, profile)
    length = days if days != "all" else await _everything(user_id, today, kept)
    first = today - timedelta(days=length - 1)
    oldest = today - timedelta(days=_means_days(length) - 1)
    recent = today - timedelta(days=max(length, RECENT) - 1)
    means, moods, factors, events = await gather(
        checkins.day_means(user_id, oldest, today),
        checkins.moods(user_id, recent, today),
        checkins.factors(user_id),
        checkins.followed_events(user_id),
    )
    return Read(user_id, profile, today, first, days == "all", means, moods, kept, factors, events)


async def _everything(user_id: UUID, today: date, kept: Sequence[Kept]) -> int:
    """Days since the first mood or entry, 30 to 3,660."""
    first_mood = await checkins.first_mood_day(user_id)
    firsts = [day for day in (first_mood, *map(_first_entry, kept)) if day is not None]
    days = (today - min(firsts, default=today)).days + 1
    return min(max(days, SHORTEST), LONGEST)


def _first_entry(one: Kept) -> date | None:
    logged = one.days.numbers[~np.isnan(one.days.values)]
    return habit_rules.day_of(int(logged[0])) if len(logged) else None
