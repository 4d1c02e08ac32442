"""Numbers of trends: the daily line, the 7-day mean, and what the relevance rules may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from backend.articles.rules import State, names_diet, topic_of_tag
from backend.habits.rules import Days, Schedule, adherence

Line = NDArray[np.float64]

WEEK = 7
WEEK_NEEDS = 4
FORTNIGHT = 14
FORTNIGHT_NEEDS = 7  # a mean of fewer days would call a bad weekend a trend
DIET = "diet_anxiety"


@dataclass(frozen=True, slots=True)
class Practice:
    """A habit with its schedule and its days."""

    name: str
    created_on: date
    schedule: Schedule
    days: Days


@dataclass(frozen=True, slots=True)
class Fortnight:
    """Mean and spread of the last 14 days, and the difference to the 14 before; None = unknown."""

    mean: float | None = None
    delta: float | None = None
    sd: float | None = None


@dataclass(frozen=True, slots=True)
class Diary:
    """What was checked in: one value per day in each line, the last being today."""

    today: date
    mood: Line
    anxiety: Line
    confidence: Line
    practices: tuple[Practice, ...]
    days_logged: int
    last_checkin: date | None


def line(points: Iterable[tuple[date, float]], first: date, last: date) -> Line:
    """One value per day from first to last; the mean of a day's points, NaN for a gap."""
    length = (last - first).days + 1
    sums, counts = np.zeros(length), np.zeros(length)
    for day, value in points:
        at = (day - first).days
        if 0 <= at < length:
            sums[at] += value
            counts[at] += 1
    means: Line = np.divide(sums, counts, out=np.full(length, np.nan), where=counts > 0)
    return means


def week_means(values: Line) -> Line:
    """The mean of the 7 days up to each day; NaN where fewer than 4 of them have a value."""
    padded = np.concatenate([np.full(WEEK - 1, np.nan), values])
    windows = np.lib.stride_tricks.sliding_window_view(padded, WEEK)
    known = ~np.isnan(windows)
    counts = known.sum(axis=1)
    sums = np.where(known, windows, 0.0).sum(axis=1)
    enough = counts >= WEEK_NEEDS
    means: Line = np.divide(sums, counts, out=np.full(len(values), np.nan), where=enough)
    return means


def mean(values: Line, needs: int = 1) -> float | None:
    """The mean of the days that have a value; None when there are fewer than needed."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) >= needs else None


def fortnight(values: Line) -> Fortnight:
    """Mean, change and standard deviation of the last 14 days of a line."""
    recent, earlier = values[-FORTNIGHT:], values[-2 * FORTNIGHT : -FORTNIGHT]
    now, before = mean(recent, FORTNIGHT_NEEDS), mean(earlier, FORTNIGHT_NEEDS)
    if now is None:
        return Fortnight()
    known = recent[~np.isnan(recent)]
    delta = None if before is None else now - before
    return Fortnight(now, delta, float(known.std(ddof=1)))


def adherence_between(practices: Sequence[Practice], first: date, last: date) -> float | None:
    """Done over scheduled occasions of all habits; None when nothing was scheduled."""
    counts = [adherence(habit.schedule, habit.days, first, last) for habit in practices]
    scheduled = sum(count for _, count in counts)
    return sum(done for done, _ in counts) / scheduled if scheduled else None


def with_trends(person: State, diary: Diary) -> State:
    """The person's state with what their diary shows."""
    mood, anxiety = fortnight(diary.mood), fortnight(diary.anxiety)
    confidence, habits = fortnight(diary.confidence), _habits_now(diary)
    ages = [(diary.today - habit.created_on).days for habit in diary.practices]
    last = diary.last_checkin
    return replace(
        person,
        days_logged=diary.days_logged,
        days_since_checkin=None if last is None else max(0, (diary.today - last).days),
        mood_mean_14d=mood.mean,
        mood_delta_14d=mood.delta,
        mood_sd_14d=mood.sd,
        anxiety_mean_14d=anxiety.mean,
        anxiety_delta_14d=anxiety.delta,
        confidence_mean_14d=confidence.mean,
        confidence_delta_14d=confidence.delta,
        habit_adherence_14d=habits.mean,
        habit_adherence_delta_14d=habits.delta,
        newest_habit_age_days=max(0, min(ages)) if ages else None,
        tracks_diet=_tracks_diet(person, diary),
    )


def _habits_now(diary: Diary) -> Fortnight:
    def between(days_ago: int) -> float | None:
        last = diary.today - timedelta(days=days_ago)
        first = last - timedelta(days=FORTNIGHT - 1)
        return adherence_between(diary.practices, first, last)

    now, before = between(0), between(FORTNIGHT)
    return Fortnight(now, None if now is None or before is None else now - before)


def _tracks_diet(person: State, diary: Diary) -> bool:
    tagged = any(topic_of_tag(tag) == DIET for tag in person.tags_14d)
    return tagged or any(names_diet(habit.name) for habit in diary.practices)
