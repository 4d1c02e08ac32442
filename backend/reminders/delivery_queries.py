"""The hot statements of the delivery pipeline, portable to SQLite and PostgreSQL.

State of a delivery: pending → leased (claimed by one dispatcher) → sending → sent | failed, or
back to pending; silent, expired and cancelled end it without a message.
"""

from tortoise.backends.base.client import BaseDBAsyncClient

from backend.database import (
    Row,
    as_uuid,
    is_sqlite,
    rows,
    uuid7_from,
)
from backend.reminders.deliveries import Claimed

LEASE_MS = 30_000
# The table's statistics are of a quiet moment: PostgreSQL would look at a whole burst each time.
_BY_INDEX = "SELECT " + ", ".join(
    f"set_config('enable_{way}', 'off', true)" for way in ("bitmapscan", "sort", "hashjoin")
)


def skip_locked(db: BaseDBAsyncClient, lock: str) -> str:
    """PostgreSQL passes by rows that another process holds; SQLite has one writer anyway."""
    return "" if is_sqlite(db) else f" FOR {lock} SKIP LOCKED"


async def crowded(db: BaseDBAsyncClient, until: int, many_: int) -> bool:
    """True when more than so many deliveries wait to be claimed and are due by then."""
    text = "SELECT 1 FROM deliveries WHERE state = 'pending' AND not_before <= ? LIMIT 1 OFFSET ?"
    return bool(await rows(db, text, until, many_))


async def claim(
    db: BaseDBAsyncClient, owner: str, now: int, until: int, limit: int
) -> list[Claimed]:
    """Deliveries to send by `until`, now leased to this owner: 30 s past the time they are due.

    What one person gets at one instant is claimed together: whoever locks the first of them has
    the others too, so that no two processes ever hold parts of one notification. Needs a
    transaction.
    """
    if not is_sqlite(db):
        await rows(db, _BY_INDEX)
    same = "e.state = 'pending' AND e.not_before = {0}.not_before AND e.user_id = {0}.user_id"
    before = f"SELECT 1 FROM deliveries e WHERE {same.format('d')} AND e.id < d.id"
    found = await rows(
        db,
        "WITH picked AS MATERIALIZED (SELECT d.not_before, d.user_id FROM deliveries d"
        f" WHERE d.state = 'pending' AND d.not_before <= ? AND NOT EXISTS ({before})"
        " ORDER BY d.not_before, d.user_id LIMIT ?"
        + skip_locked(db, "UPDATE OF d")
        + f") UPDATE deliveries SET state = 'leased', owner = ?,"
        " lease_until = CASE WHEN not_before > ? THEN not_before ELSE ? END + ?"
        f" WHERE state = 'pending' AND id IN ({_members(db, same.format('picked'))})"
        " RETURNING id, reminder_id, user_id, kind, local_key, due_at, not_before, expires_at,"
        " attempt, outcome, grouped_with",
        until,
        limit,
        owner,
        now,
        now,
        LEASE_MS,
    )
    return [_claimed(row) for row in found]


def _members(db: BaseDBAsyncClient, same: str) -> str:
    """The ids that go with the picked ones, looked up one person at a time by the index."""
    if is_sqlite(db):  # its CROSS JOIN keeps the order of the tables
        return f"SELECT e.id FROM picked CROSS JOIN deliveries e WHERE {same}"
    # Waiting for somebody who takes one of them back could end in a deadlock.
    found = f"SELECT e.id FROM deliveries e WHERE {same} LIMIT 1000 FOR UPDATE SKIP LOCKED"
    return f"SELECT found.id FROM picked CROSS JOIN LATERAL ({found}) found"


def _claimed(row: Row) -> Claimed:
    return Claimed(
        as_uuid(row["id"]),
        as_uuid(row["reminder_id"]),
        as_uuid(row["user_id"]),
        row["kind"],
        row["local_key"],
        row["due_at"],
        row["not_before"],
        row["expires_at"],
        row["attempt"],
        bool(row["attempt"] or row["outcome"]),
        as_uuid(row["grouped_with"] or row["id"]),
    )


async def reap(db: BaseDBAsyncClient, now: int) -> int:
    """Hand out again what a dead process held; how many.

    A row in `sending` may have gone out: it counts as an attempt, and as sent if it was shown,
    or the notification that stands for it was.
    """
    shown = (
        "(shown_at IS NOT NULL OR EXISTS (SELECT 1 FROM deliveries l"
        " WHERE l.id = deliveries.grouped_with AND l.shown_at IS NOT NULL))"
    )
    text = (
        "UPDATE deliveries SET owner = '', lease_until = NULL,"
        " not_before = CASE WHEN not_before > ? THEN not_before ELSE ? END,"
        " attempt = attempt + CASE WHEN state = 'sending' THEN 1 ELSE 0 END,"
        f" sent_at = CASE WHEN state = 'sending' AND {shown} THEN ? ELSE sent_at END,"
        f" state = CASE WHEN state = 'sending' AND {shown} THEN 'sent' ELSE 'pending' END"
        # With the empty text no index of states: a burst may have 100,000 in one state.
        " WHERE lease_until < ? AND state || '' IN ('leased', 'sending') RETURNING id"
    )
    return len(await rows(db, text, now, now, now, now))


async def orphan(db: BaseDBAsyncClient, owner: str, now: int) -> None:
    """End the leases of everybody but this owner."""
    text = (
        "UPDATE deliveries SET lease_until = ? WHERE state IN ('leased', 'sending') AND owner <> ?"
    )
    await rows(db, text, now - 1, owner)


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
    """Remove at most `limit` deliveries that expired before then; how many.

    They were made before they expired, and the oldest ids come first.
    """
    text = (
        "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries"
        " WHERE id < ? AND expires_at < ? ORDER BY id LIMIT ?) RETURNING id"
    )
    return len(await rows(db, text, uuid7_from(before), before, limit))
