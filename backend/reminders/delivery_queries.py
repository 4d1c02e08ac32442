"""The hot statements of the delivery pipeline, portable to SQLite and PostgreSQL.

State of a delivery: pending → leased (claimed by one dispatcher) → sending → sent | failed, or
back to pending; silent, expired and cancelled end it without a message.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, as_uuid, is_sqlite, many, marks, rows, uuid7
from backend.reminders.rules import Occurrence

LEASE_MS = 30_000


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process alone may send, from `send_at` until its lease ends."""

    id: UUID
    reminder_id: UUID
    user_id: UUID
    local_key: str
    send_at: int
    expires_at: int
    attempt: int
    habit_id: UUID | None
    zone: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a delivery after sending."""

    id: UUID
    state: str
    outcome: str
    attempt: int
    not_before: int


@dataclass(frozen=True, slots=True)
class DeviceMark:
    """What became of a delivery on one device; `state` is sent, dead or pending."""

    delivery_id: UUID
    subscription_id: UUID
    state: str
    status: int
    sent_at: int | None


def _skip_locked(db: BaseDBAsyncClient, lock: str) -> str:
    """PostgreSQL passes by rows that another process holds; SQLite has one writer anyway."""
    return "" if is_sqlite(db) else f" FOR {lock} SKIP LOCKED"


async def due_reminders(db: BaseDBAsyncClient, until: int, limit: int) -> list[Row]:
    """Enabled reminders whose next occurrence is due by then, held until the transaction ends."""
    return await rows(
        db,
        "SELECT id, user_id, minute, weekdays, zone, next_fire_at, next_local FROM reminders"
        " WHERE enabled = ? AND next_fire_at <= ? ORDER BY next_fire_at LIMIT ?"
        + _skip_locked(db, "NO KEY UPDATE"),
        True,
        until,
        limit,
    )


async def insert_deliveries(db: BaseDBAsyncClient, batch: Sequence[Sequence[Any]]) -> None:
    """Plan occurrences, each (reminder, user, wall time, due, expiry, now); known ones are kept."""
    await many(
        db,
        "INSERT INTO deliveries (id, reminder_id, user_id, local_key, due_at, not_before,"
        " expires_at, created_at, state, attempt, owner, outcome)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, '', '')"
        " ON CONFLICT (reminder_id, local_key) DO NOTHING",
        [(uuid7(), *r[:4], r[3], *r[4:]) for r in batch],
    )


async def advance(db: BaseDBAsyncClient, batch: Iterable[tuple[UUID, Occurrence | None]]) -> None:
    """Set each reminder's next occurrence; None stops it."""
    text = "UPDATE reminders SET next_fire_at = ?, next_local = ? WHERE id = ?"
    moved = [(n.at if n else None, n.local_key if n else None, found) for found, n in batch]
    await many(db, text, moved)


async def claim(
    db: BaseDBAsyncClient, owner: str, now: int, until: int, limit: int
) -> list[Claimed]:
    """Deliveries to send by `until`, now leased to this owner: 30 s past the time they are due."""
    found = await rows(
        db,
        "WITH picked AS MATERIALIZED (SELECT id FROM deliveries"
        " WHERE state = 'pending' AND not_before <= ? ORDER BY not_before LIMIT ?"
        + _skip_locked(db, "UPDATE")
        + ") UPDATE deliveries SET state = 'leased', owner = ?,"
        " lease_until = CASE WHEN not_before > ? THEN not_before ELSE ? END + ?"
        " WHERE id IN (SELECT id FROM picked)"
        " RETURNING id, reminder_id, user_id, local_key, not_before, expires_at, attempt",
        until,
        limit,
        owner,
        now,
        now,
        LEASE_MS,
    )
    return await _with_reminders(db, found)


async def _with_reminders(db: BaseDBAsyncClient, found: list[Row]) -> list[Claimed]:
    """The claimed rows with habit and zone of their reminders, soonest first."""
    wanted = {str(row["reminder_id"]) for row in found}
    text = f"SELECT id, habit_id, zone FROM reminders WHERE id IN ({marks(len(wanted))})"
    reminders = {str(r["id"]): r for r in await rows(db, text, *wanted)} if wanted else {}
    claimed = [
        _claimed(row, reminders[key])
        for row in found
        if (key := str(row["reminder_id"])) in reminders  # deleted a moment ago
    ]
    return sorted(claimed, key=lambda delivery: delivery.send_at)


def _claimed(row: Row, reminder: Row) -> Claimed:
    habit = reminder["habit_id"]
    return Claimed(
        as_uuid(row["id"]),
        as_uuid(row["reminder_id"]),
        as_uuid(row["user_id"]),
        row["local_key"],
        row["not_before"],
        row["expires_at"],
        row["attempt"],
        as_uuid(habit) if habit else None,
        reminder["zone"],
    )


async def settled_devices(
    db: BaseDBAsyncClient, delivery_ids: Sequence[UUID]
) -> dict[tuple[UUID, UUID], str]:
    """State of each (delivery, subscription) that needs no further attempt: sent or dead."""
    if not delivery_ids:
        return {}
    text = (
        "SELECT delivery_id, subscription_id, state FROM delivery_pushes"
        f" WHERE state <> 'pending' AND delivery_id IN ({marks(len(delivery_ids))})"
    )
    found = await rows(db, text, *delivery_ids)
    return {(as_uuid(r["delivery_id"]), as_uuid(r["subscription_id"])): r["state"] for r in found}


async def begin_sending(
    db: BaseDBAsyncClient, ids: Sequence[UUID], owner: str, now: int
) -> set[UUID]:
    """Those still leased to this owner, now marked `sending`: only these may be sent."""
    if not ids:
        return set()
    text = (
        "UPDATE deliveries SET state = 'sending', lease_until = ?"
        f" WHERE id IN ({marks(len(ids))}) AND owner = ? AND state = 'leased' RETURNING id"
    )
    return {as_uuid(r["id"]) for r in await rows(db, text, now + LEASE_MS, *ids, owner)}


async def mark(db: BaseDBAsyncClient, marks_: Sequence[Mark], owner: str) -> None:
    """Store what became of deliveries that this owner holds."""
    await many(
        db,
        "UPDATE deliveries SET state = ?, outcome = ?, attempt = ?, not_before = ?,"
        " lease_until = NULL, owner = '' WHERE id = ? AND owner = ?"
        " AND state IN ('leased', 'sending')",
        [(m.state, m.outcome, m.attempt, m.not_before, m.id, owner) for m in marks_],
    )


async def mark_devices(db: BaseDBAsyncClient, marks_: Sequence[DeviceMark]) -> None:
    """Store what became of deliveries on devices; devices removed meanwhile are passed by."""
    await many(
        db,
        "INSERT INTO delivery_pushes"
        " (id, delivery_id, subscription_id, state, status, attempt, sent_at)"
        " SELECT ?, d.id, s.id, ?, ?, 1, ? FROM deliveries d, subscriptions s"
        " WHERE d.id = ? AND s.id = ?"
        " ON CONFLICT (delivery_id, subscription_id) DO UPDATE SET state = excluded.state,"
        " status = excluded.status, sent_at = excluded.sent_at,"
        " attempt = delivery_pushes.attempt + 1",
        [(uuid7(), m.state, m.status, m.sent_at, m.delivery_id, m.subscription_id) for m in marks_],
    )


async def reap(db: BaseDBAsyncClient, now: int) -> int:
    """Hand out again what a dead process held; how many.

    A row in `sending` may have gone out: it counts as an attempt, and as sent if it was shown.
    """
    text = (
        "UPDATE deliveries SET owner = '', lease_until = NULL, not_before = ?,"
        " attempt = attempt + CASE WHEN state = 'sending' THEN 1 ELSE 0 END,"
        " state = CASE WHEN state = 'sending' AND shown_at IS NOT NULL"
        " THEN 'sent' ELSE 'pending' END"
        " WHERE state IN ('leased', 'sending') AND lease_until < ? RETURNING id"
    )
    return len(await rows(db, text, now, now))


async def release(db: BaseDBAsyncClient, owner: str) -> None:
    """Give back what this owner claimed but did not send."""
    text = (
        "UPDATE deliveries SET state = 'pending', owner = '', lease_until = NULL"
        " WHERE state = 'leased' AND owner = ?"
    )
    await rows(db, text, owner)


async def expire(db: BaseDBAsyncClient, now: int) -> int:
    """End pending deliveries that have become pointless; how many."""
    text = (
        "UPDATE deliveries SET state = 'expired', outcome = 'too-late'"
        " WHERE state = 'pending' AND not_before <= ? AND expires_at <= ? RETURNING id"
    )
    return len(await rows(db, text, now, now))


async def prune(db: BaseDBAsyncClient, before: int, limit: int) -> int:
    """Remove at most `limit` deliveries that expired before then; how many."""
    text = (
        "DELETE FROM deliveries WHERE id IN"
        " (SELECT id FROM deliveries WHERE expires_at < ? ORDER BY expires_at LIMIT ?) RETURNING id"
    )
    return len(await rows(db, text, before, limit))
