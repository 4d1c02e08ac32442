"""SQL of moving reminders to other instants: travel, new zone rules, a clock set back."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, as_uuid, is_sqlite, many, marks, rows


def _held(db: BaseDBAsyncClient) -> str:
    return "" if is_sqlite(db) else " FOR NO KEY UPDATE"


async def elsewhere(db: BaseDBAsyncClient, user_id: UUID, zone: str) -> list[UUID]:
    """A person's following reminders that are in another zone, held until the transaction ends."""
    found = await rows(
        db,
        "SELECT id FROM reminders WHERE user_id = ? AND follow = ? AND zone <> ? ORDER BY id"
        + _held(db),
        user_id,
        True,
        zone,
    )
    return [as_uuid(row["id"]) for row in found]


async def set_zone(db: BaseDBAsyncClient, ids: Sequence[UUID], zone: str) -> None:
    """Put reminders into a zone."""
    await many(db, "UPDATE reminders SET zone = ? WHERE id = ?", [(zone, found) for found in ids])


async def enabled_after(
    db: BaseDBAsyncClient, after: UUID, zones: Collection[str] | None, limit: int
) -> list[UUID]:
    """The next enabled reminders by id, of these zones or of all, held by this transaction."""
    if zones is not None and not zones:
        return []
    within = f" AND zone IN ({marks(len(zones))})" if zones is not None else ""
    found = await rows(
        db,
        f"SELECT id FROM reminders WHERE id > ? AND enabled = ?{within} ORDER BY id LIMIT ?"
        + _held(db),
        after,
        True,
        *(zones or ()),
        limit,
    )
    return [as_uuid(row["id"]) for row in found]


async def take_back(db: BaseDBAsyncClient, ids: Sequence[UUID], now: int) -> dict[UUID, str]:
    """Remove planned deliveries that are not due yet; the earliest wall time for each reminder."""
    if not ids:
        return {}
    found = await rows(
        db,
        f"DELETE FROM deliveries WHERE reminder_id IN ({marks(len(ids))}) AND kind = 'scheduled'"
        " AND state IN ('pending', 'leased') AND attempt = 0 AND due_at > ?"
        " RETURNING reminder_id, local_key",
        *ids,
        now,
    )
    keys: dict[UUID, str] = {}
    for row in found:
        reminder = as_uuid(row["reminder_id"])
        keys[reminder] = min(row["local_key"], keys.get(reminder, row["local_key"]))
    return keys


async def with_last(db: BaseDBAsyncClient, ids: Sequence[UUID]) -> list[Row]:
    """These reminders; `last` is wall time and instant of their last delivery, None without one."""
    if not ids:
        return []
    return await rows(
        db,
        "SELECT r.id, r.minute, r.weekdays, r.zone, r.enabled, r.next_local,"
        " (SELECT l.local_key || ' ' || l.due_at FROM deliveries l"
        " WHERE l.reminder_id = r.id AND l.kind = 'scheduled'"
        " ORDER BY l.local_key DESC LIMIT 1) AS last"
        f" FROM reminders r WHERE r.id IN ({marks(len(ids))})",
        *ids,
    )


async def forget_after(db: BaseDBAsyncClient, until: int) -> None:
    """Remove scheduled deliveries that are due later than that, whatever became of them."""
    text = "DELETE FROM deliveries WHERE due_at > ? AND kind = 'scheduled' AND state <> 'sending'"
    await rows(db, text, until)


async def known_print(db: BaseDBAsyncClient, name: str) -> str:
    """The print that a zone had when its reminders were last computed; empty when unknown."""
    found = await rows(db, "SELECT print FROM zones WHERE name = ?", name)
    return found[0]["print"] if found else ""


async def known_prints(db: BaseDBAsyncClient) -> dict[str, str]:
    """The same of every zone."""
    return {row["name"]: row["print"] for row in await rows(db, "SELECT name, print FROM zones")}


async def keep_prints(db: BaseDBAsyncClient, prints: Mapping[str, str]) -> None:
    """Remember the prints of zones whose reminders have been computed."""
    text = (
        "INSERT INTO zones (name, print) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET print = excluded.print"
    )
    await many(db, text, list(prints.items()))
