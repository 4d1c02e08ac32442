"""Reads and writes of subscriptions; ids are UUIDs, times milliseconds since 1970 UTC."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import Row, among, as_uuid, listed, many, marks, rows
from backend.push.encoder import Device

_DEVICE = "id, user_id, endpoint, origin, p256dh, auth, key_id"


def _device(row: Row) -> Device:
    texts = (row[name] for name in ("endpoint", "origin", "p256dh", "auth", "key_id"))
    return Device(as_uuid(row["id"]), as_uuid(row["user_id"]), *texts)


async def upsert(
    db: BaseDBAsyncClient, values: dict[str, Any], *, key_known: bool = True
) -> UUID | None:
    """The id under which an endpoint is stored; None when it belongs to somebody else.

    The endpoint follows a new sign-in only with the same keys, which only its browser knows.
    An unchanged subscription keeps its VAPID key, unless its browser has named it.
    """
    names = list(values)
    kept = ", ".join(f"{name} = excluded.{name}" for name in names if name not in _FIRST)
    kept += f", key_id = {'excluded.key_id' if key_known else _SAME_KEY}"
    found = await rows(
        db,
        f"INSERT INTO subscriptions ({', '.join(names)}, active, ended_reason, trouble)"
        f" VALUES ({marks(len(names))}, ?, '', '')"
        f" ON CONFLICT (endpoint_hash) DO UPDATE SET {kept}, active = excluded.active,"
        " ended_at = NULL, ended_reason = '', trouble = ''"
        " WHERE subscriptions.user_id = excluded.user_id"
        " OR (subscriptions.p256dh = excluded.p256dh AND subscriptions.auth = excluded.auth)"
        " RETURNING id",
        *values.values(),
        True,
    )
    return as_uuid(found[0]["id"]) if found else None


_FIRST = ("id", "endpoint", "endpoint_hash", "origin", "created_at", "key_id")
_SAME_KEY = (
    "CASE WHEN subscriptions.p256dh = excluded.p256dh"
    " THEN subscriptions.key_id ELSE excluded.key_id END"
)


async def used_keys(db: BaseDBAsyncClient) -> set[str]:
    """The ids of the VAPID keys that working subscriptions were made with."""
    text = "SELECT DISTINCT key_id FROM subscriptions WHERE active = ?"
    return {row["key_id"] for row in await rows(db, text, True)}


async def count_others(db: BaseDBAsyncClient, user_id: UUID, endpoint_hash: str) -> int:
    """How many other working subscriptions a person has."""
    found = await rows(
        db,
        "SELECT count(*) AS n FROM subscriptions"
        " WHERE user_id = ? AND active = ? AND endpoint_hash <> ?",
        user_id,
        True,
        endpoint_hash,
    )
    return int(found[0]["n"])


async def of_user(db: BaseDBAsyncClient, user_id: UUID) -> list[Row]:
    """A person's working subscriptions, oldest first."""
    return await rows(
        db,
        "SELECT id, label, created_at, last_delivered_at, trouble FROM subscriptions"
        " WHERE user_id = ? AND active = ? ORDER BY created_at, id",
        user_id,
        True,
    )


async def delete(db: BaseDBAsyncClient, user_id: UUID, subscription_id: UUID) -> bool:
    """False when the person has no such subscription."""
    found = await rows(
        db,
        "DELETE FROM subscriptions WHERE id = ? AND user_id = ? RETURNING id",
        subscription_id,
        user_id,
    )
    return bool(found)


async def device(db: BaseDBAsyncClient, user_id: UUID, subscription_id: UUID) -> Device | None:
    """One working subscription of a person."""
    found = await rows(
        db,
        f"SELECT {_DEVICE} FROM subscriptions WHERE id = ? AND user_id = ? AND active = ?",
        subscription_id,
        user_id,
        True,
    )
    return _device(found[0]) if found else None


async def devices(db: BaseDBAsyncClient, user_ids: Sequence[UUID]) -> list[Device]:
    """Every working subscription of these people."""
    if not user_ids:
        return []
    found = await rows(
        db,
        f"SELECT {_DEVICE} FROM subscriptions WHERE user_id {among(db)} AND active = ?",
        listed(db, user_ids),
        True,
    )
    return [_device(row) for row in found]


async def active(db: BaseDBAsyncClient, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the subscriptions that still work."""
    if not ids:
        return set()
    text = f"SELECT id FROM subscriptions WHERE id {among(db)} AND active = ?"
    found = await rows(db, text, listed(db, ids), True)
    return set(ids) if len(found) == len(ids) else {as_uuid(row["id"]) for row in found}


async def delivered(db: BaseDBAsyncClient, ids: Sequence[UUID], now_ms: int) -> None:
    """Notes that the push service took a message for these."""
    if ids:
        text = "UPDATE subscriptions SET last_delivered_at = ?, trouble = ''"
        await rows(db, f"{text} WHERE id {among(db)}", now_ms, listed(db, ids))


async def troubled(db: BaseDBAsyncClient, ids: Sequence[UUID], trouble: str) -> None:
    """Notes what is wrong with these without giving them up."""
    text = "UPDATE subscriptions SET trouble = ? WHERE id = ?"
    await many(db, text, [(trouble, found) for found in ids])


async def end(db: BaseDBAsyncClient, ended: Sequence[tuple[UUID, str]], now_ms: int) -> None:
    """Ends subscriptions that the push service no longer knows, each with its reason."""
    text = (
        "UPDATE subscriptions SET active = ?, ended_at = ?, ended_reason = ?"
        " WHERE id = ? AND active = ?"
    )
    await many(db, text, [(False, now_ms, reason, found, True) for found, reason in ended])


async def prune(db: BaseDBAsyncClient, before_ms: int) -> int:
    """Removes subscriptions that ended before then; how many."""
    found = await rows(
        db,
        "DELETE FROM subscriptions WHERE active = ? AND ended_at < ? RETURNING id",
        False,
        before_ms,
    )
    return len(found)
