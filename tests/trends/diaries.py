"""Diaries of people in the tests: months of moods and a habit, synced as the app does."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from backend import clock, database
from tests.support import Person
from tests.trends.series import habit as done_days
from tests.trends.series import moods as mood_line

BATCH = 150


def day(days_ago: int) -> str:
    return (clock.today("UTC", 3) - timedelta(days=days_ago)).isoformat()


async def send(person: Person, ops: Sequence[dict[str, Any]]) -> None:
    """All operations, in batches that the server takes; each must be applied."""
    for at in range(0, len(ops), BATCH):
        result = await person.sync(*ops[at : at + BATCH])
        assert {one["status"] for one in result["results"]} == {"applied"}, result


async def profile(person: Person, **fields: Any) -> None:
    await send(person, [person.op("profile", str(person.id), fields)])


async def focus(person: Person, *keys: str) -> None:
    await profile(person, focus=list(keys))


def mood(person: Person, days_ago: int, level: int, **more: Any) -> dict[str, Any]:
    fields = {"day": day(days_ago), "at": clock.now_ms(), "level": level, **more}
    return person.op("mood", str(database.uuid7()), fields)


def levels(days: int, effect: float, done: Iterable[float], seed: int = 1) -> list[int]:
    """Moods as they are tapped, `effect` points higher on days with the habit."""
    raw = mood_line(days, seed) + effect * np.array(list(done))
    return [int(value) for value in np.clip(np.round(raw), 1, 5)]


async def walks(person: Person, days: int, effect: float = 1.2, seed: int = 1) -> str:
    """The id of a habit whose days go with a better mood, kept for so many days until today."""
    habit = await person.add_habit("Walk", createdOn=day(days - 1))
    done = done_days(days, seed)
    ago = range(days - 1, -1, -1)
    ops = [mood(person, n, level) for n, level in zip(ago, levels(days, effect, done), strict=True)]
    ops += [
        person.op("entry", f"{habit}:{day(n)}", {"value": 1})
        for n, one in zip(ago, done, strict=True)
        if one
    ]
    await send(person, ops)
    return habit


async def tea_times(person: Person, days: int, effect: float = 1.2) -> str:
    """The id of a factor whose days go with a better mood; every mood says more than a level."""
    factor, done = await person.add_factor("Tea"), done_days(days, 1)
    ops = [
        mood(person, days - 1 - at, level, energy=3, factors=[factor] if done[at] else [])
        for at, level in enumerate(levels(days, effect, done))
    ]
    await send(person, ops)
    return factor
