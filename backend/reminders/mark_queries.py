"""What becomes of deliveries, one statement for many: each costs the same for one and for 500."""

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import (
    among,
    as_uuid,
    columns,
    is_sqlite,
    listed,
    many,
    rows,
    unnested,
    uuid7,
)
from backend.reminders.deliveries import DeviceMark, Mark

# With the empty text no index of states: there may be 100,000 in one state.
_STATE = "state || ''"

# Rows handed over in one parameter, by the dialect.
_POSTGRES_GIVEN = (
    unnested("uuid", "uuid", "uuid", "text", "int", "bigint")
    + " AS given(id, delivery, subscription, state, status, sent_at)"
)
_SQLITE_GIVEN = (
    "(SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS delivery,"
    " json_extract(value, '$[2]') AS subscription, json_extract(value, '$[3]') AS state,"
    " json_extract(value, '$[4]') AS status, json_extract(value, '$[5]') AS sent_at"
    " FROM json_each(?)) AS given"
)


async def settled_devices(
    db: BaseDBAsyncClient, delivery_ids: Sequence[UUID]
) -> dict[tuple[UUID, UUID], str]:
    """State of each (delivery, subscription) that needs no further attempt: sent or dead."""
    if not delivery_ids:
        return {}
    text = (
        "SELECT delivery_id, subscription_id, state FROM delivery_pushes"
        f" WHERE state <> 'pending' AND delivery_id {among(db)}"
    )
    found = await rows(db, text, listed(db, delivery_ids))
    return {(as_uuid(r["delivery_id"]), as_uuid(r["subscription_id"])): r["state"] for r in found}


async def begin_sending(
    db: BaseDBAsyncClient, ids: Sequence[UUID], owner: str, now: int, lease_ms: int
) -> set[UUID]:
    """Those still leased to this owner, now marked `sending`: only these may be sent."""
    if not ids:
        return set()
    text = (
        "UPDATE deliveries SET state = 'sending', lease_until = ?"
        f" WHERE id {among(db)} AND owner = ? AND {_STATE} = 'leased' RETURNING id"
    )
    found = await rows(db, text, now + lease_ms, listed(db, ids), owner)
    return set(ids) if len(found) == len(ids) else {as_uuid(row["id"]) for row in found}


async def group(db: BaseDBAsyncClient, pairs: Iterable[tuple[UUID, UUID | None]]) -> None:
    """Let each first delivery be part of the notification of the second one, or have its own."""
    text = "UPDATE deliveries SET grouped_with = ? WHERE id = ?"
    await many(db, text, [(leader, found) for found, leader in pairs])


async def mark(db: BaseDBAsyncClient, marks: Sequence[Mark], owner: str) -> None:
    """Store what became of deliveries that this owner holds; most of them share their end."""
    alike: dict[tuple[str, str, int, int | None], list[UUID]] = {}
    for found in marks:
        if found.state != "pending":
            key = found.state, found.outcome, found.attempt, found.sent_at
            alike.setdefault(key, []).append(found.id)
    for key, ids in alike.items():
        await rows(
            db,
            "UPDATE deliveries SET state = ?, outcome = ?, attempt = ?, sent_at = ?,"
            f" lease_until = NULL, owner = '' WHERE id {among(db)} AND owner = ?"
            f" AND {_STATE} IN ('leased', 'sending')",
            *key,
            listed(db, ids),
            owner,
        )
    await _mark_pending(db, [found for found in marks if found.state == "pending"], owner)


async def _mark_pending(db: BaseDBAsyncClient, marks: Sequence[Mark], owner: str) -> None:
    """Give back those that are to be tried again, each at a time of its own."""
    await many(
        db,
        "UPDATE deliveries SET state = 'pending', outcome = ?, attempt = ?, not_before = ?,"
        " lease_until = NULL, owner = '' WHERE id = ? AND owner = ?"
        " AND state IN ('leased', 'sending')",
        [(m.outcome, m.attempt, m.not_before, m.id, owner) for m in marks],
    )


async def mark_devices(db: BaseDBAsyncClient, marks: Sequence[DeviceMark]) -> None:
    """Store what became of deliveries on devices; devices removed meanwhile are passed by."""
    if not marks:
        return
    table = [
        (uuid7(), m.delivery_id, m.subscription_id, m.state, m.status, m.sent_at) for m in marks
    ]
    await rows(
        db,
        "INSERT INTO delivery_pushes"
        " (id, delivery_id, subscription_id, state, status, attempt, sent_at)"
        " SELECT given.id, d.id, s.id, given.state, given.status, 1, given.sent_at"
        f" FROM {_SQLITE_GIVEN if is_sqlite(db) else _POSTGRES_GIVEN}"
        " CROSS JOIN deliveries d CROSS JOIN subscriptions s"
        " WHERE d.id = given.delivery AND s.id = given.subscription"
        " ON CONFLICT (delivery_id, subscription_id) DO UPDATE SET state = excluded.state,"
        " status = excluded.status, sent_at = excluded.sent_at,"
        " attempt = delivery_pushes.attempt + 1",
        *_given(db, table),
    )


def _given(db: BaseDBAsyncClient, table: Sequence[tuple[object, ...]]) -> list[object]:
    """The parameters of a table: a JSON text for SQLite, an array for each column of PostgreSQL."""
    if is_sqlite(db):
        return [json.dumps(table, default=str)]
    return [*columns(table)]
