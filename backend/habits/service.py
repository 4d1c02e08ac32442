"""Habits: what other rooms may read of them."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.habits import changes, numbers, queries
from backend.habits.numbers import Kept
from backend.habits.reads import Habit, active, many

__all__ = ["Habit", "Kept", "active", "changes", "many", "numbers"]


async def due_habits(db: BaseDBAsyncClient, habit_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the habits that still exist and are neither archived nor deleted."""
    return await queries.alive(db, habit_ids)


async def names(db: BaseDBAsyncClient, habit_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What these habits are called."""
    return await queries.names(db, habit_ids)


async def owns(db: BaseDBAsyncClient, user_id: UUID, habit_id: UUID) -> bool:
    """True when the habit is that person's and not deleted."""
    return await queries.owned(db, user_id, habit_id)
