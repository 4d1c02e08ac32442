"""What insights compare: a person's chosen habits and factors, and their mood, day by day."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec
import numpy as np

from backend.accounts.service import Profile
from backend.checkins import service as checkins
from backend.checkins.service import Mood
from backend.habits import rules as habit_rules
from backend.habits import service as habits
from backend.habits.service import Kept
from backend.habits.service import numbers as habit_numbers
from backend.trends import lines, patterns, plans, rules
from backend.trends.claims import Material, Place
from backend.trends.findings import Timing
from backend.trends.page import factor_days
from backend.trends.plans import Subject
from backend.trends.reading import LONGEST
from backend.trends.rules import Line


class Named(msgspec.Struct, frozen=True):
    """A chosen habit or factor that is still kept, and what it is called."""

    subject: Subject
    name: str


async def chosen(user_id: UUID, focus: Sequence[str]) -> list[Named]:
    """The subjects of a focus that are the person's own, neither archived nor deleted."""
    wanted = plans.subjects(focus)
    if not wanted:
        return []
    theirs, factors = await gather(habits.active(user_id), checkins.factors(user_id))
    names = {Subject("habit", one.id): one.name for one in theirs if not one.archived}
    names |= {Subject("factor", one.id): one.name for one in factors if not one.archived}
    return [Named(one, names[one]) for one in wanted if one in names]


async def material(
    user_id: UUID, profile: Profile, subjects: Sequence[Subject], today: date
) -> Material:
    """Mood and the subjects from the first day with a mood, or ten years ago, until today."""
    oldest = today - timedelta(days=LONGEST - 1)
    means, kept, moods = await gather(
        checkins.day_means(user_id, oldest, today),
        _habits(user_id, profile, subjects),
        _moods(user_id, subjects, oldest, today),
    )
    first = means[0].day if means else today
    mood = rules.line(((one.day, one.mean) for one in means), first, today)
    by_id = {one.habit.id: one for one in kept}
    found = {
        one.key: _habit(by_id[one.id], mood, first)
        for one in subjects
        if one.kind == "habit" and one.id in by_id
    }
    found |= _factors(subjects, moods, first, today)
    nothing = np.full(len(mood), np.nan)
    return Material(
        first, mood, {one.key: found.get(one.key, nothing) for one in subjects}, _apart(by_id)
    )


async def _habits(user_id: UUID, profile: Profile, subjects: Sequence[Subject]) -> list[Kept]:
    wanted = {one.id for one in subjects if one.kind == "habit"}
    if not wanted:
        return []
    theirs = [one for one in await habits.active(user_id) if one.id in wanted]
    return await habit_numbers.with_days(user_id, profile, theirs)


async def _moods(user_id: UUID, subjects: Sequence[Subject], first: date, last: date) -> list[Mood]:
    if not any(one.kind == "factor" for one in subjects):
        return []
    return await checkins.moods(user_id, first, last)


def _habit(one: Kept, mood: Line, first: date) -> Line:
    return lines.habit(one.rule, one.days, mood, habit_rules.number(first))


def _factors(
    subjects: Sequence[Subject], moods: Sequence[Mood], first: date, today: date
) -> dict[str, Line]:
    named, answered = factor_days(moods)
    return {
        one.key: patterns.named(named.get(str(one.id), ()), answered, first, today)
        for one in subjects
        if one.kind == "factor"
    }


def _apart(kept: Mapping[UUID, Kept]) -> frozenset[Place]:
    return frozenset(
        (Subject("habit", id_).key, timing)
        for id_, one in kept.items()
        for timing in Timing
        if not lines.comparable(one.rule.schedule, timing)
    )
