"""The charts of the Trends view from what was read; work for a thread, as years take a while."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import numpy as np

from backend import clock
from backend.articles import rules as relevance
from backend.checkins.service import FollowedEvent, Mood
from backend.habits import rules as habit_rules
from backend.habits.service import Kept
from backend.habits.service import numbers as habit_numbers
from backend.trends import changes, follow_ups, patterns, rules, shapes, trendline
from backend.trends.reading import Read
from backend.trends.rules import WEEK

FACTOR_DAYS = 3
BY_DAY = 90  # longer ranges show ratings by the week
POINTS = 60
RATINGS = ("energy", "anxiety", "confidence", "sleep")


class Page:
    """The parts of one answer, each for the range that was asked for."""

    def __init__(self, found: Read) -> None:
        self.found, self.days, self.first = found, found.days, found.first
        self.line = found.line
        self.mood = self.line[-self.days :]
        self.moods = [mood for mood in found.moods if mood.day >= self.first]

    def answer(self, suggested: shapes.Suggested) -> shapes.Trends:
        """Everything, with the articles beside it."""
        return shapes.Trends(
            from_=self.first,
            to=self.found.today,
            mood=self._mood(),
            week_mean=self._week_means(),
            summary=self._summary(),
            weekdays=self._weekdays(),
            day_parts=self._day_parts(),
            factors=self._factors(),
            emotions=self._emotions(),
            ratings=shapes.Ratings(**{name: self._rating(name) for name in RATINGS}),
            habits=[self._habit(one) for one in self.found.kept],
            trend=self._trend(),
            changes=list(self._changes()),
            events=[self._event(one) for one in self.found.events if self._in_range(one)],
            suggestions=suggested.items,
            must_show=suggested.must_show,
            state=suggested.state,
        )

    def _day(self, at: int) -> date:
        return self.first + timedelta(days=at)

    def _mood(self) -> list[shapes.MoodDay]:
        levels: dict[date, list[int]] = defaultdict(list)
        for mood in self.moods:
            levels[mood.day].append(mood.level)
        return [
            shapes.MoodDay(day, round(sum(of) / len(of), 2), len(of), min(of), max(of))
            for day, of in sorted(levels.items())
        ]

    def _week_means(self) -> list[shapes.WeekMean]:
        columns = (rules.week_means(self.line), *patterns.week_ranges(self.line))
        rows = zip(*(column[-self.days :].tolist() for column in columns), strict=True)
        return [
            shapes.WeekMean(self._day(at), *(round(value, 2) for value in row))
            for at, row in enumerate(rows)
            if row[0] == row[0]
        ]

    def _summary(self) -> shapes.Summary:
        earlier = self.line[:0] if self.found.whole else self.line[-2 * self.days : -self.days]
        before = rules.mean(earlier, relevance.ENOUGH_DAYS)
        known = int((~np.isnan(self.mood)).sum())
        return shapes.Summary(known, _rounded(rules.mean(self.mood)), _rounded(before))

    def _weekdays(self) -> list[shapes.WeekdayMood]:
        return [
            shapes.WeekdayMood(at, _rounded(s.mean), s.count, _rounded(s.low), _rounded(s.high))
            for at, s in enumerate(patterns.weekdays(self.mood, self.first))
        ]

    def _day_parts(self) -> list[shapes.DayPart]:
        zone = clock.zone(self.found.profile.zone)
        taps = [(datetime.fromtimestamp(m.at / 1000, UTC).astimezone(zone).hour, m.level)
                for m in self.moods]  # fmt: skip
        parts = patterns.day_parts(taps)
        return [shapes.DayPart(part, _rounded(s.mean), s.count) for part, s in parts.items()]

    def _factors(self) -> list[shapes.FactorDays]:
        named, answered = factor_days(self.moods)
        rows = []
        for factor in self.found.factors:
            days = named.get(str(factor.id), ())
            there = patterns.named(days, answered, self.first, self.found.today)
            one = patterns.beside(self.mood, there)
            if one.days >= FACTOR_DAYS and one.mean is not None:
                without = _rounded(one.mean_without)
                rows.append(shapes.FactorDays(
                    factor.id, one.days, round(one.mean, 2), without, one.days_without
                ))  # fmt: skip
        return sorted(rows, key=lambda row: -row.days)

    def _emotions(self) -> list[shapes.EmotionCount]:
        counts = Counter(word for mood in self.moods for word in set(mood.emotions))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [shapes.EmotionCount(word, count) for word, count in ordered]

    def _rating(self, name: str) -> list[shapes.Point]:
        told = ((mood.day, getattr(mood, name)) for mood in self.moods)
        known = ((day, value) for day, value in told if value is not None)
        values = rules.line(known, self.first, self.found.today)
        size = WEEK if self.days > BY_DAY else 1
        return [
            shapes.Point(self._day(at), round(mean, 2))
            for at, mean in patterns.blocks(values, size)
        ]

    def _habit(self, one: Kept) -> shapes.HabitTrend:
        now = habit_numbers.numbers_of(one)
        line = self._strengths(one)
        return shapes.HabitTrend(now.habit_id, now.strength, now.done, now.scheduled, line)

    def _strengths(self, one: Kept) -> list[shapes.Strength]:
        """The strength over the days shown, from the habit's first one on."""
        shown = habit_rules.strengths(one.rule, one.days.until_today())[-self.days :]
        begins = self.days - len(shown)
        return [
            shapes.Strength(self._day(begins + at), round(float(shown[at]), 4))
            for at in patterns.places(len(shown), POINTS)
        ]

    def _trend(self) -> shapes.MoodTrend:
        found = trendline.trend(self.mood)
        slope = _rounded(found.slope)
        return shapes.MoodTrend(found.days, trendline.NEEDS, slope, found.called)

    def _changes(self) -> Iterator[shapes.MoodChange]:
        for one in changes.changes(self.mood):
            yield shapes.MoodChange(
                self._day(one.at), round(one.before, 2), round(one.after, 2),
                one.days_before, one.days_after,
            )  # fmt: skip

    def _in_range(self, event: FollowedEvent) -> bool:
        """Begun, and with a follow-up whose days are not over before the range begins."""
        moments = self._moments(event)
        last = moments[-1].on + timedelta(days=follow_ups.DAYS)
        return event.day <= self.found.today and last >= self.first

    def _moments(self, event: FollowedEvent) -> Sequence[follow_ups.Moment]:
        found = self.found
        return follow_ups.moments(
            self.line, found.oldest, event.day, event.follow_up_on, found.today
        )

    def _event(self, event: FollowedEvent) -> shapes.EventTrend:
        before = follow_ups.before(self.line, self.found.oldest, event.day)
        moments = [
            shapes.FollowUp(
                months=one.months, on=one.on, state=one.state,
                mean=_rounded(one.window.mean), days=one.window.days, of=one.window.of,
            )
            for one in self._moments(event)
        ]  # fmt: skip
        around = shapes.AroundDay(**{**asdict(before), "mean": _rounded(before.mean)})
        return shapes.EventTrend(event.id, moments, around)


def factor_days(moods: Sequence[Mood]) -> tuple[dict[str, set[date]], set[date]]:
    """The days on which each factor was named, and those on which more than a level was said.

    A bare tap says nothing about factors, so that it is no day without them.
    """
    named: dict[str, set[date]] = defaultdict(set)
    answered: set[date] = set()
    for mood in moods:
        if mood.detailed:
            answered.add(mood.day)
        for factor in mood.factors:
            named[factor].add(mood.day)
    return named, answered


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
