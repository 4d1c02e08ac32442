"""SQL of forgetting: tombstones by the stamp of their deletion, old answers and versions."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend import database
from backend.database import Row, as_uuid, rows


def _old(db: BaseDBAsyncClient) -> str:
    """The condition for rows that were deleted before a stamp; the word alone finds an index."""
    stamp = "json_extract(stamps, '$.deleted')" if database.is_sqlite(db) else "stamps->>'deleted'"
    return f"deleted AND {stamp} < ?"


def _stamp(before: int) -> str:
    return f"{before:015d}"


async def owners_of_tombstones(
    db: BaseDBAsyncClient, tables: Sequence[str], before: int
) -> list[UUID]:
    """The people who have rows that were deleted before then."""
    parts = (f"SELECT user_id FROM {table} WHERE {_old(db)}" for table in tables)
    found = await rows(db, " UNION ".join(parts), *[_stamp(before)] * len(tables))
    return [as_uuid(row["user_id"]) for row in found]


async def lock_forgotten(db: BaseDBAsyncClient, owner: UUID) -> int:
    """Locks a person's row: the newest number whose row is gone already."""
    text = "UPDATE users SET feed_seq = feed_seq WHERE id = ? RETURNING forgotten_seq"
    found = await rows(db, text, owner)
    return int(found[0]["forgotten_seq"]) if found else 0


async def remember_forgotten(db: BaseDBAsyncClient, owner: UUID, newest: int) -> None:
    """Stores the newest number whose row is gone."""
    await rows(db, "UPDATE users SET forgotten_seq = ? WHERE id = ?", newest, owner)


async def delete_of_habits(db: BaseDBAsyncClient, table: str, owner: UUID, before: int) -> int:
    """Removes what belongs to habits deleted before then; the newest feed number among it."""
    habits = f"SELECT id FROM habits WHERE user_id = ? AND {_old(db)}"
    text = f"DELETE FROM {table} WHERE habit_id IN ({habits}) RETURNING seq"
    return _newest(await rows(db, text, owner, _stamp(before)))


async def delete_tombstones(db: BaseDBAsyncClient, table: str, owner: UUID, before: int) -> int:
    """Removes rows deleted before then; the newest feed number among them."""
    text = f"DELETE FROM {table} WHERE user_id = ? AND {_old(db)} RETURNING seq"
    return _newest(await rows(db, text, owner, _stamp(before)))


def _newest(gone: Sequence[Row]) -> int:
    return max((row["seq"] for row in gone), default=0)


async def prune_answers(db: BaseDBAsyncClient, before: int) -> None:
    """Removes answers stored before then, person by person, as their index is."""
    for user in await rows(db, "SELECT id FROM users"):
        text = "DELETE FROM sync_operations WHERE user_id = ? AND created_at < ?"
        await rows(db, text, user["id"], before)


async def prune_versions(db: BaseDBAsyncClient, before: int) -> None:
    """Removes values that lost before then."""
    await rows(db, "DELETE FROM versions WHERE lost_at < ?", before)
