"""Habits: what other rooms may read of them."""

from collections.abc import Collection
from uuid import UUID

import msgspec
from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import as_uuid
from backend.habits import changes, numbers, queries
from backend.habits.answered import answered
from backend.habits.changes import Kind
from backend.habits.numbers import Kept
from backend.habits.reads import Habit, active

__all__ = ["Habit", "Kept", "active", "answered", "changes", "numbers"]


class Words(msgspec.Struct, frozen=True):
    """What a habit is called, its kind, and its if-then plan, whose parts may be empty."""

    kind: Kind
    name: str
    plan_when: str = ""
    plan_then: str = ""


async def words(db: BaseDBAsyncClient, habit_ids: Collection[UUID]) -> dict[UUID, Words]:
    """The words of these habits."""
    found = await queries.words(db, habit_ids)
    return {as_uuid(row.pop("id")): Words(**row) for row in found}


async def owns(db: BaseDBAsyncClient, user_id: UUID, habit_id: UUID) -> bool:
    """True when the habit is that person's and not deleted."""
    return await queries.owned(db, user_id, habit_id)
