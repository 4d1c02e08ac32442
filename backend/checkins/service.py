"""Check-ins: what other rooms may read of them."""

from asyncio import gather
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import numpy as np
from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.checkins import changes, log_queries, markers, mood_queries, queries, screenings
from backend.checkins.mood_queries import Factor, FollowedEvent, Mood
from backend.checkins.queries import DayMean, MoodDetail, Pair, Pause
from backend.database import as_date, as_uuid
from backend.habits.rules import Log

__all__ = [
    "DayMean", "Factor", "FollowedEvent", "Mood", "MoodDetail", "Pause", "changes", "markers",
    "screenings",
]  # fmt: skip

_NOTHING = (np.zeros(0, np.int64), np.zeros(0, np.int64))


async def day_means(user_id: UUID, first: date, last: date) -> list[DayMean]:
    """Mean mood and number of moods of each day that has one, first to last inclusive."""
    return await queries.day_means(database.connection(), user_id, first, last)


async def mood_details(user_id: UUID, first: date, last: date) -> list[MoodDetail]:
    """Every mood of those days, in the order of the taps."""
    return await queries.mood_details(database.connection(), user_id, first, last)


async def moods(user_id: UUID, first: date, last: date) -> list[Mood]:
    """Every mood of those days as charts read it, in the order of the taps."""
    return await mood_queries.moods(database.connection(), user_id, first, last)


async def first_mood_day(user_id: UUID) -> date | None:
    """The first day with a mood; None before there is one."""
    return await mood_queries.first_mood(database.connection(), user_id)


async def factors(user_id: UUID) -> list[Factor]:
    """A person's factors that are not deleted, archived ones included, in their order."""
    return await mood_queries.factors(database.connection(), user_id)


async def followed_events(user_id: UUID) -> list[FollowedEvent]:
    """A person's medicines, therapies and treatments, oldest first."""
    return await mood_queries.followed_events(database.connection(), user_id)


async def pauses(user_id: UUID, first: date, last: date) -> list[Pause]:
    """The pauses that touch those days, in the order in which they begin."""
    return await queries.pauses(database.connection(), user_id, first, last)


async def logs(db: BaseDBAsyncClient, habit_ids: Sequence[UUID]) -> dict[UUID, Log]:
    """Everything that was logged of these habits, without pauses; some have nothing.

    What is read at once is one group of statements on SQLite.
    """
    entries_, amounts_ = await gather(
        log_queries.entries(db, habit_ids), log_queries.amounts(db, habit_ids)
    )
    return {
        habit: Log(*entries_.get(habit, _NOTHING), *amounts_.get(habit, _NOTHING))
        for habit in entries_.keys() | amounts_.keys()
    }


async def last_checkin_day(user_id: UUID) -> date | None:
    """The newest day with a mood, an entry or an amount; None before the first."""
    return await queries.last_day(database.connection(), user_id)


async def last_checkins(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> dict[UUID, int]:
    """When each of these people last tapped a habit or a mood, in ms by their device's clock."""
    found = await queries.newest_stamps(db, user_ids)
    instants = {
        as_uuid(row["id"]): _instants(*(row[table] for table in queries.CHECK_INS)) for row in found
    }
    return {user_id: max(taps) for user_id, taps in instants.items() if taps}


def _instants(*stamps: Any) -> list[int]:
    """The instants in stored stamps, which begin with 15 digits of milliseconds."""
    decoded = (msgspec.json.decode(s) if isinstance(s, str) else s for s in stamps if s)
    return [int(stamp[:15]) for found in decoded for stamp in found.values()]


async def answers(
    db: BaseDBAsyncClient, habit_ids: Collection[UUID], first: date, last: date
) -> dict[Pair, bool]:
    """The (habit, day) pairs from first to last that say something, and whether they are done.

    Skipped days and yes/no habits that are not done say nothing.
    """
    return await log_queries.answers(db, habit_ids, first, last)


async def skipped_on(db: BaseDBAsyncClient, pairs: Sequence[Pair]) -> set[Pair]:
    """Those (habit, day) pairs that somebody skipped."""
    return await queries.skipped(db, pairs)


async def paused_on(db: BaseDBAsyncClient, pairs: Sequence[Pair]) -> set[Pair]:
    """Those (habit, day) pairs that a pause of the habit or of all habits covers."""
    if not pairs:
        return set()
    days = [day for _, day in pairs]
    habit_ids = list({habit for habit, _ in pairs})
    found = await queries.pauses_of_habits(db, habit_ids, min(days), max(days))
    ranges: dict[UUID, list[tuple[date, date]]] = {}
    for row in found:
        last = as_date(row["last_day"]) if row["last_day"] else date.max
        ranges.setdefault(as_uuid(row["id"]), []).append((as_date(row["first_day"]), last))
    return {
        (habit, day)
        for habit, day in pairs
        if any(first <= day <= last for first, last in ranges.get(habit, ()))
    }


async def moods_on(db: BaseDBAsyncClient, pairs: Sequence[Pair]) -> set[Pair]:
    """Those (person, day) pairs that have a mood."""
    return await queries.with_mood(db, pairs)
