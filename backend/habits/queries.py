"""SQL of habits."""

import json
from collections.abc import Collection, Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, among, as_uuid, listed, rows

_COLUMNS = (
    "id, name, icon, colour, kind, schedule, weekdays, times, days, starts_on, target, unit, step,"
    " plan_when, plan_then, group_id, position, created_on, archived"
)


async def of_user(db: BaseDBAsyncClient, user_id: UUID) -> list[Row]:
    """A person's habits that are not deleted, in their order."""
    return await rows(
        db,
        f"SELECT {_COLUMNS} FROM habits WHERE user_id = ? AND deleted = ? ORDER BY position, id",
        user_id,
        False,
    )


async def kept(db: BaseDBAsyncClient, habit_ids: Collection[UUID]) -> list[Row]:
    """Those of the habits that are neither archived nor deleted, with their owner's week."""
    if not habit_ids:
        return []
    return await rows(
        db,
        f"SELECT {_COLUMNS}, (SELECT week_starts_on FROM profiles p WHERE p.user_id = h.user_id)"
        " AS week_starts_on FROM habits h"
        f" WHERE h.id {among(db)} AND NOT h.archived AND NOT h.deleted",
        listed(db, habit_ids),
    )


async def archive_stamps(db: BaseDBAsyncClient, habit_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The stamp with which each of these archived habits was archived."""
    if not habit_ids:
        return {}
    found = await rows(
        db,
        f"SELECT id, stamps FROM habits WHERE id {among(db)} AND archived",
        listed(db, habit_ids),
    )
    stamps = {as_uuid(row["id"]): row["stamps"] for row in found}
    read = {id_: json.loads(s) if isinstance(s, str) else s for id_, s in stamps.items()}
    return {id_: given["archived"] for id_, given in read.items() if "archived" in given}


async def words(db: BaseDBAsyncClient, habit_ids: Collection[UUID]) -> list[Row]:
    """What these habits are called and planned as."""
    if not habit_ids:
        return []
    text = f"SELECT id, kind, name, plan_when, plan_then FROM habits WHERE id {among(db)}"
    return await rows(db, text, listed(db, habit_ids))


async def owned(db: BaseDBAsyncClient, user_id: UUID, habit_id: UUID) -> bool:
    """True when the habit is that person's and not deleted."""
    found = await rows(
        db,
        "SELECT 1 AS one FROM habits WHERE id = ? AND user_id = ? AND deleted = ?",
        habit_id,
        user_id,
        False,
    )
    return bool(found)
