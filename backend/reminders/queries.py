"""Reads and writes of reminders; ids are UUIDs, times milliseconds since 1970 UTC."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, is_sqlite, marks, rows

_COLUMNS = "id, habit_id, minute, weekdays, zone, text, follow, enabled, next_fire_at"


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


async def cancel_deliveries(db: BaseDBAsyncClient, reminder_id: UUID, *, snoozes: bool) -> None:
    """Take back what has not been sent; snoozes only when asked, their owner wanted them.

    Untried deliveries are removed, so that the same wall time can be planned again; tried ones
    stay as cancelled, because a device may have shown them already.
    """
    waiting = "WHERE reminder_id = ? AND state IN ('pending', 'leased')"
    if not snoozes:
        waiting += " AND kind = 'scheduled'"
    await rows(db, f"DELETE FROM deliveries {waiting} AND attempt = 0", reminder_id)
    await rows(db, f"UPDATE deliveries SET state = 'cancelled' {waiting}", reminder_id)


async def last_key(db: BaseDBAsyncClient, reminder_id: UUID) -> str:
    """The latest wall time that has been delivered or tried; empty when there is none."""
    text = (
        "SELECT max(local_key) AS found FROM deliveries"
        " WHERE reminder_id = ? AND kind = 'scheduled'"
    )
    return (await rows(db, text, reminder_id))[0]["found"] or ""


async def notification(db: BaseDBAsyncClient, user_id: UUID, delivery_id: UUID) -> list[Row]:
    """The deliveries of one notification of a person, each with the rule of its reminder."""
    return await rows(
        db,
        "SELECT d.id, d.reminder_id, d.kind, r.minute, r.weekdays, r.zone"
        " FROM reminders r JOIN deliveries d ON d.reminder_id = r.id"
        " WHERE r.user_id = ? AND (d.id = ? OR d.grouped_with = ?) ORDER BY d.id",
        user_id,
        delivery_id,
        delivery_id,
    )


async def due_at(db: BaseDBAsyncClient, reminder_id: UUID, local_key: str) -> int:
    """The instant of a delivery that exists."""
    text = "SELECT due_at FROM deliveries WHERE reminder_id = ? AND local_key = ?"
    return int((await rows(db, text, reminder_id, local_key))[0]["due_at"])


async def newest(db: BaseDBAsyncClient, user_id: UUID, limit: int) -> list[Row]:
    """A person's newest deliveries; what rides along is shown when its notification is."""
    return await rows(
        db,
        "SELECT d.id, d.grouped_with, d.kind, d.due_at, d.local_key, d.state, d.outcome,"
        " d.sent_at, COALESCE(d.shown_at, l.shown_at) AS shown_at, r.habit_id, r.zone"
        " FROM reminders r JOIN deliveries d ON d.reminder_id = r.id"
        " LEFT JOIN deliveries l ON l.id = d.grouped_with"
        " WHERE r.user_id = ? ORDER BY d.due_at DESC, d.id DESC LIMIT ?",
        user_id,
        limit,
    )


async def devices_of(db: BaseDBAsyncClient, delivery_ids: Sequence[UUID]) -> list[Row]:
    """What became of these deliveries on each device, by the device's label."""
    if not delivery_ids:
        return []
    return await rows(
        db,
        "SELECT p.delivery_id, s.label, p.state, p.sent_at FROM delivery_pushes p"
        " JOIN subscriptions s ON s.id = p.subscription_id"
        f" WHERE p.delivery_id IN ({marks(len(delivery_ids))}) ORDER BY s.created_at, s.id",
        *delivery_ids,
    )


async def last_shown(db: BaseDBAsyncClient, user_id: UUID) -> list[Row]:
    """For each device of a person when a notification that it had taken was last shown."""
    return await rows(
        db,
        "SELECT p.subscription_id, max(d.shown_at) AS shown_at"
        " FROM reminders r JOIN deliveries d ON d.reminder_id = r.id"
        " JOIN delivery_pushes p ON p.delivery_id = d.id"
        " WHERE r.user_id = ? AND p.state = 'sent' AND d.shown_at IS NOT NULL"
        " GROUP BY p.subscription_id",
        user_id,
    )


async def mark_shown(db: BaseDBAsyncClient, user_id: UUID, delivery_id: UUID, now_ms: int) -> None:
    """Remember that a device showed a delivery; only the first time counts."""
    await rows(
        db,
        "UPDATE deliveries SET shown_at = ? WHERE id = ? AND user_id = ? AND shown_at IS NULL",
        now_ms,
        delivery_id,
        user_id,
    )
