"""Reads and writes of reminders; ids are UUIDs, times milliseconds since 1970 UTC."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, is_sqlite, marks, rows

_COLUMNS = "id, habit_id, minute, weekdays, zone, enabled, next_fire_at"


async def count(db: BaseDBAsyncClient, user_id: UUID) -> int:
    """How many reminders a person has."""
    found = await rows(db, "SELECT count(*) AS n FROM reminders WHERE user_id = ?", user_id)
    return int(found[0]["n"])


async def of_user(db: BaseDBAsyncClient, user_id: UUID, now_ms: int) -> list[Row]:
    """A person's reminders by time of day; `waiting_at` is an occurrence already on its way."""
    return await rows(
        db,
        f"SELECT {_COLUMNS}, (SELECT min(d.due_at) FROM deliveries d"
        " WHERE d.reminder_id = reminders.id AND d.due_at > ?"
        " AND d.state IN ('pending', 'leased')) AS waiting_at"
        " FROM reminders WHERE user_id = ? ORDER BY minute, id",
        now_ms,
        user_id,
    )


async def locked(db: BaseDBAsyncClient, user_id: UUID, reminder_id: UUID) -> Row | None:
    """One reminder of a person, held until the transaction ends."""
    found = await rows(
        db,
        f"SELECT {_COLUMNS} FROM reminders WHERE id = ? AND user_id = ?"
        + ("" if is_sqlite(db) else " FOR UPDATE"),
        reminder_id,
        user_id,
    )
    return found[0] if found else None


async def insert(db: BaseDBAsyncClient, values: Mapping[str, Any]) -> None:
    """Store a new reminder."""
    names = ", ".join(values)
    text = f"INSERT INTO reminders ({names}) VALUES ({marks(len(values))})"
    await rows(db, text, *values.values())


async def update(db: BaseDBAsyncClient, reminder_id: UUID, values: Mapping[str, Any]) -> None:
    """Overwrite columns of a reminder."""
    assignments = ", ".join(f"{name} = ?" for name in values)
    text = f"UPDATE reminders SET {assignments} WHERE id = ?"
    await rows(db, text, *values.values(), reminder_id)


async def delete(db: BaseDBAsyncClient, user_id: UUID, reminder_id: UUID) -> bool:
    """False when the person has no such reminder; its deliveries go with it."""
    text = "DELETE FROM reminders WHERE id = ? AND user_id = ? RETURNING id"
    return bool(await rows(db, text, reminder_id, user_id))


async def cancel_deliveries(db: BaseDBAsyncClient, reminder_id: UUID) -> None:
    """Take back what has not been sent.

    Untried deliveries are removed, so that the same wall time can be planned again; tried ones
    stay as cancelled, because a device may have shown them already.
    """
    waiting = "WHERE reminder_id = ? AND state IN ('pending', 'leased')"
    await rows(db, f"DELETE FROM deliveries {waiting} AND attempt = 0", reminder_id)
    await rows(db, f"UPDATE deliveries SET state = 'cancelled' {waiting}", reminder_id)


async def last_key(db: BaseDBAsyncClient, reminder_id: UUID) -> str:
    """The latest wall time that has been delivered or tried; empty when there is none."""
    text = "SELECT max(local_key) AS found FROM deliveries WHERE reminder_id = ?"
    return (await rows(db, text, reminder_id))[0]["found"] or ""


async def mark_shown(db: BaseDBAsyncClient, user_id: UUID, delivery_id: UUID, now_ms: int) -> None:
    """Remember that a device showed a delivery; only the first time counts."""
    await rows(
        db,
        "UPDATE deliveries SET shown_at = ? WHERE id = ? AND user_id = ? AND shown_at IS NULL",
        now_ms,
        delivery_id,
        user_id,
    )
