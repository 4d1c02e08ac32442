"""SQL of stored answers and of the feed's end."""

from collections.abc import Sequence
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


async def feed_end(db: BaseDBAsyncClient, user_id: UUID) -> int:
    """The newest number of a person's feed: every row up to it is committed."""
    found = await rows(db, "SELECT feed_seq FROM users WHERE id = ?", user_id)
    return int(found[0]["feed_seq"])
