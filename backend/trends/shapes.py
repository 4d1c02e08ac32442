"""What GET /api/trends answers: numbers for charts, none of which is a claim."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from backend.articles.service import Suggestion
from backend.trends.follow_ups import When
from backend.trends.patterns import Part

Days = Literal[30, 90, 365, "all"]
Word = Literal["ready", "too_early", "support", "off"]


class MoodDay(msgspec.Struct):
    """A day's mean mood, 1 to 5, of so many check-ins, its lowest and its highest."""

    day: date
    mean: float
    count: int
    low: float
    high: float


class WeekMean(msgspec.Struct):
    """The mean mood of the 7 days up to a day, the lowest and the highest day of them."""

    day: date
    mean: float
    low: float
    high: float


class Summary(msgspec.Struct, rename="camel"):
    """Days with a mood, their mean, and the mean of the period before."""

    days: int
    mean: float | None
    mean_before: float | None


class WeekdayMood(msgspec.Struct):
    """The days' means on a weekday (0 = Monday) and the middle half of them."""

    weekday: int
    mean: float | None
    count: int
    low: float | None
    high: float | None


class DayPart(msgspec.Struct):
    """Check-ins by the person's clock: night 0-5, morning 5-11, midday 11-17, evening 17-24."""

    part: Part
    mean: float | None
    count: int


class FactorDays(msgspec.Struct, rename="camel"):
    """Mood on the days with a factor and on other days on which details were given."""

    factor_id: UUID
    days: int
    mean: float
    mean_without: float | None
    days_without: int


class EmotionCount(msgspec.Struct):
    """How many check-ins name an emotion."""

    key: str
    count: int


class Point(msgspec.Struct):
    """The mean of a day, or in long ranges of the seven days up to it."""

    day: date
    mean: float


class Ratings(msgspec.Struct):
    """Optional ratings, 1 to 5 (anxiety: 5 is worst)."""

    energy: list[Point]
    anxiety: list[Point]
    confidence: list[Point]
    sleep: list[Point]


class Strength(msgspec.Struct):
    """A habit's strength (0 to 1) at the end of a day."""

    day: date
    value: float


class HabitTrend(msgspec.Struct, rename="camel"):
    """A habit's strength (0 to 1), also over the range, and its last 28 days' occasions."""

    habit_id: UUID
    strength: float
    done: int
    scheduled: int
    strength_line: list[Strength]


class MoodTrend(msgspec.Struct):
    """The slope in points per 30 days over so many days with a mood; null below `needs`.

    `called` when it is sure and steep enough to be called a trend.
    """

    days: int
    needs: int
    slope: float | None
    called: bool


class MoodChange(msgspec.Struct, rename="camel"):
    """A day around which the average became another one, and the means of the days around it."""

    on: date
    before: float
    after: float
    days_before: int
    days_after: int


class AroundDay(msgspec.Struct):
    """The mean of so many days with a mood out of `of`; null when they are too few."""

    mean: float | None
    days: int
    of: int


class FollowUp(msgspec.Struct, kw_only=True):
    """The 30 days around a follow-up; `months` is null for the day that the person chose."""

    months: int | None
    on: date
    state: When
    mean: float | None
    days: int
    of: int


class EventTrend(msgspec.Struct, rename="camel"):
    """A medicine, therapy or treatment: the 30 days before it, and its follow-ups."""

    event_id: UUID
    follow_ups: list[FollowUp]
    before: AroundDay


class Suggested(msgspec.Struct, rename="camel", kw_only=True):
    """Articles that fit, and the cards and lines that must be shown."""

    state: Word
    items: list[Suggestion]
    must_show: list[str]


class Trends(msgspec.Struct, rename="camel", kw_only=True):
    """Everything the Trends view shows; a day without a mood is missing from `mood`."""

    from_: date = msgspec.field(name="from")
    to: date
    mood: list[MoodDay]
    week_mean: list[WeekMean]
    summary: Summary
    weekdays: list[WeekdayMood]
    day_parts: list[DayPart]
    factors: list[FactorDays]
    emotions: list[EmotionCount]
    ratings: Ratings
    habits: list[HabitTrend]
    trend: MoodTrend
    changes: list[MoodChange]
    events: list[EventTrend]
    suggestions: list[Suggestion]
    must_show: list[str]
    state: Word
