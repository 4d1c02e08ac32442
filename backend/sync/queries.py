"""SQL of stored answers and of the feed's end."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.database import Row, rows

StoredAnswer = tuple[UUID, str, str]


async def answers(db: BaseDBAsyncClient, user_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Row]:
    """Answers already given to operations with those ids."""
    found = await rows(
        db,
        "SELECT id, status, code FROM sync_operations"
        f" WHERE user_id = ? AND id IN ({database.marks(len(ids))})",
        user_id,
        *ids,
    )
    return {database.as_uuid(row["id"]): row for row in found}


async def store_answers(
    db: BaseDBAsyncClient, user_id: UUID, given: Sequence[StoredAnswer], now: int
) -> None:
    """Keeps answers for replays."""
    text = (
        "INSERT INTO sync_operations (id, user_id, status, code, created_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
    )
    batch = [(id_, user_id, status, code, now) for id_, status, code in given]
    if len(batch) == 1:
        await rows(db, text, *batch[0])
    else:
        await database.many(db, text, batch)


async def feed_end(db: BaseDBAsyncClient, user_id: UUID) -> tuple[int, int]:
    """The newest number of a person's feed, and the newest whose tombstone is gone.

    Every row up to the first is committed.
    """
    found = await rows(db, "SELECT feed_seq, forgotten_seq FROM users WHERE id = ?", user_id)
    return int(found[0]["feed_seq"]), int(found[0]["forgotten_seq"])


async def with_news(
    db: BaseDBAsyncClient, tables: Sequence[str], user_id: UUID, after: int, last: int
) -> list[str]:
    """Those of the tables that have rows of a person with numbers after `after` up to `last`."""
    one = "EXISTS(SELECT 1 FROM {0} WHERE user_id = ? AND seq > ? AND seq <= ?) AS {0}"
    asked = ", ".join(one.format(table) for table in tables)
    found = await rows(db, f"SELECT {asked}", *(user_id, after, last) * len(tables))
    return [table for table in tables if found[0][table]]


async def store_versions(db: BaseDBAsyncClient, batch: Sequence[Sequence[Any]]) -> None:
    """Keeps values that lost: id, user, entity, its id, field, value, stamp, operation, when."""
    names = "id, user_id, entity, entity_id, field, value, stamp, op_id, lost_at"
    await database.many(db, f"INSERT INTO versions ({names}) VALUES ({database.marks(9)})", batch)


async def versions(db: BaseDBAsyncClient, user_id: UUID, entity: str, entity_id: str) -> list[Row]:
    """The values that lost in a row, newest first."""
    return await rows(
        db,
        "SELECT id, field, value, stamp, op_id, lost_at FROM versions"
        " WHERE user_id = ? AND entity_id = ? AND entity = ? ORDER BY lost_at DESC, id DESC",
        user_id, entity_id, entity,
    )  # fmt: skip
