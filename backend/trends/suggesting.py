"""The articles that fit a person's trends."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from backend.articles import rules as relevance
from backend.articles import service as articles
from backend.articles.rules import State
from backend.articles.service import Suggestions
from backend.checkins import service as checkins
from backend.checkins.service import Mood
from backend.habits import rules as habit_rules
from backend.habits.service import Kept
from backend.trends import insights, rules
from backend.trends.reading import RECENT, Read
from backend.trends.rules import Diary, Practice
from backend.trends.shapes import Suggested, Word


async def suggested(found: Read) -> Suggested:
    """The suggestions; with them switched off only the cards of a hard time are left."""
    state = await _state(found)
    chosen = await _suggest(found, state)
    return Suggested(state=_word(found, state), items=chosen.items, must_show=chosen.must_show)


async def _state(found: Read) -> State:
    first = found.today - timedelta(days=RECENT - 1)
    diary = Diary(
        today=found.today,
        mood=found.line,
        anxiety=rules.line(_ratings(found.moods, "anxiety"), first, found.today),
        confidence=rules.line(_ratings(found.moods, "confidence"), first, found.today),
        practices=tuple(_practice(one) for one in found.kept),
        days_logged=_days_logged(found),
        last_checkin=await checkins.last_checkin_day(found.user_id),
    )
    person = await articles.person_state(found.user_id, found.profile)
    if not relevance.stage(person):
        links = await insights.supported(found.user_id, found.profile)
        person = replace(person, supported_insights=links)
    return rules.with_trends(person, diary)


def _practice(one: Kept) -> Practice:
    return Practice(one.habit.name, one.habit.created_on, one.rule.schedule, one.days)


def _days_logged(found: Read) -> int:
    """How many days have a mood or something of a habit."""
    logged = {habit_rules.number(mean.day) for mean in found.means}
    for one in found.kept:
        logged.update(one.days.numbers[~np.isnan(one.days.values)].tolist())
    return len(logged)


def _ratings(moods: Iterable[Mood], name: str) -> list[tuple[date, float]]:
    rated = ((mood.day, getattr(mood, name)) for mood in moods)
    return [(day, value) for day, value in rated if value is not None]


async def _suggest(found: Read, state: State) -> Suggestions:
    profile = found.profile
    if profile.suggestions:
        return await articles.suggest(found.user_id, state, profile.language, found.today)
    lines = relevance.must_show(state, (), ()) if relevance.stage(state) else []
    return Suggestions([], lines)


def _word(found: Read, state: State) -> Word:
    if relevance.stage(state):
        return "support"
    if not found.profile.suggestions:
        return "off"
    return "ready" if relevance.knows_enough(state) else "too_early"
