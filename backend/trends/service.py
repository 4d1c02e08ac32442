"""A person's trends: mood, habits, and the articles that fit them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec
import numpy as np

from backend.accounts import service as accounts
from backend.accounts.service import Profile
from backend.articles import rules as relevance
from backend.articles import service as articles
from backend.articles.rules import State
from backend.articles.service import Suggestion, Suggestions
from backend.checkins import service as checkins
from backend.checkins.service import DayMean, MoodDetail
from backend.habits import rules as habit_rules
from backend.habits.service import Kept
from backend.habits.service import numbers as habit_numbers
from backend.trends import rules
from backend.trends.rules import Diary, Line, Practice

MOOD_DAYS = 730


class MoodDay(msgspec.Struct):
    """A day's mean mood, 1 to 5, of so many check-ins."""

    day: date
    mean: float
    count: int


class WeekMean(msgspec.Struct):
    """The mean mood of the 7 days up to a day."""

    day: date
    mean: float


class Summary(msgspec.Struct, rename="camel"):
    """Days with a mood, their mean, and the mean of the period before."""

    days: int
    mean: float | None
    mean_before: float | None


class HabitTrend(msgspec.Struct, rename="camel"):
    """A habit's strength (0 to 1) and its done and scheduled occasions of the last 28 days."""

    habit_id: UUID
    strength: float
    done: int
    scheduled: int


class Trends(msgspec.Struct, rename="camel", kw_only=True):
    """Everything the Trends view shows; a day without a mood is missing from `mood`."""

    from_: date = msgspec.field(name="from")
    to: date
    mood: list[MoodDay]
    week_mean: list[WeekMean]
    summary: Summary
    habits: list[HabitTrend]
    suggestions: list[Suggestion]
    must_show: list[str]
    state: str


async def trends(user_id: UUID, days: int) -> Trends:
    """The trends of the last so many days, today included."""
    profile = await accounts.profile(user_id)
    today = accounts.today(profile)
    first = today - timedelta(days=days - 1)
    oldest = today - timedelta(days=MOOD_DAYS - 1)
    means = await checkins.day_means(user_id, oldest, today)
    kept = await habit_numbers.kept(user_id, profile)
    mood = rules.line(((m.day, m.mean) for m in means), oldest, today)
    state = await _state(user_id, profile, mood, means, kept)
    suggested = await _suggest(user_id, profile, state)
    return Trends(
        from_=first,
        to=today,
        mood=[MoodDay(m.day, round(m.mean, 2), m.count) for m in means if m.day >= first],
        week_mean=_week_means(mood, days, first),
        summary=_summary(mood, days),
        habits=[_habit(one) for one in kept],
        suggestions=suggested.items,
        must_show=suggested.must_show,
        state=_word(profile, state),
    )


async def _state(
    user_id: UUID,
    profile: Profile,
    mood: Line,
    means: Sequence[DayMean],
    kept: Sequence[Kept],
) -> State:
    today = accounts.today(profile)
    first = today - timedelta(days=2 * rules.FORTNIGHT - 1)
    details = await checkins.mood_details(user_id, first, today)
    diary = Diary(
        today=today,
        mood=mood,
        anxiety=rules.line(_ratings(details, "anxiety"), first, today),
        confidence=rules.line(_ratings(details, "confidence"), first, today),
        practices=tuple(_practice(one) for one in kept),
        days_logged=_days_logged(means, kept),
        last_checkin=await checkins.last_checkin_day(user_id),
    )
    return rules.with_trends(await articles.person_state(user_id, profile), diary)


def _practice(one: Kept) -> Practice:
    return Practice(one.habit.name, one.habit.created_on, one.rule.schedule, one.days)


def _days_logged(means: Sequence[DayMean], kept: Sequence[Kept]) -> int:
    """How many days have a mood or something of a habit."""
    logged = {habit_rules.number(mean.day) for mean in means}
    for one in kept:
        logged.update(one.days.numbers[~np.isnan(one.days.values)].tolist())
    return len(logged)


def _ratings(details: Iterable[MoodDetail], name: str) -> list[tuple[date, float]]:
    rated = ((mood.day, getattr(mood, name)) for mood in details)
    return [(day, value) for day, value in rated if value is not None]


async def _suggest(user_id: UUID, profile: Profile, state: State) -> Suggestions:
    """The suggestions; with them switched off only the cards of a hard time are left."""
    if profile.suggestions:
        return await articles.suggest(user_id, state, profile.language, accounts.today(profile))
    lines = relevance.must_show(state, (), ()) if relevance.stage(state) else []
    return Suggestions([], lines)


def _word(profile: Profile, state: State) -> str:
    if relevance.stage(state):
        return "support"
    if not profile.suggestions:
        return "off"
    return "ready" if relevance.knows_enough(state) else "too_early"


def _week_means(mood: Line, days: int, first: date) -> list[WeekMean]:
    means = rules.week_means(mood)[-days:]
    return [
        WeekMean(first + timedelta(days=at), round(float(value), 2))
        for at, value in enumerate(means)
        if not np.isnan(value)
    ]


def _summary(mood: Line, days: int) -> Summary:
    shown = mood[-days:]
    before = rules.mean(mood[-2 * days : -days], relevance.ENOUGH_DAYS)
    return Summary(int((~np.isnan(shown)).sum()), _rounded(rules.mean(shown)), _rounded(before))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _habit(one: Kept) -> HabitTrend:
    found = habit_numbers.numbers_of(one)
    return HabitTrend(found.habit_id, found.strength, found.done, found.scheduled)
